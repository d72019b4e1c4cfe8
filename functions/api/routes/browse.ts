import type { OpenAPIHono } from '@hono/zod-openapi';
import type { ApiEnvironment } from '../environment.ts';

/** The page shows itself and reads the document beside it; it asks nobody else for anything. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** `/docs`: every operation of `/openapi.json` for a person to read, without any file from elsewhere. */
export function browseRoutes(app: OpenAPIHono<ApiEnvironment>): void {
  app.get('/docs', (context) => {
    context.header('content-security-policy', policy);
    return context.html(page);
  });
}

const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Kindred API</title>
<style>
:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:60rem;padding:1rem}
h2{margin-top:2rem;border-bottom:1px solid #8886}details{border:1px solid #8886;border-radius:.4rem;margin:.4rem 0;padding:.4rem .7rem}
summary{cursor:pointer;overflow-wrap:anywhere}code,pre{font:.9em ui-monospace,monospace}pre{overflow:auto;background:#8882;padding:.6rem;border-radius:.3rem}
.m{font-weight:700;display:inline-block;min-width:4.8em}.s{color:GrayText}table{border-collapse:collapse}td,th{text-align:left;padding:.15rem .7rem .15rem 0;vertical-align:top}
</style></head><body><main><h1>Kindred API</h1><p id="about">Reading <a href="openapi.json">openapi.json</a> …</p><div id="all"></div></main>
<script>
const el=(name,text,attributes)=>{const e=document.createElement(name);if(text!==undefined)e.textContent=text;Object.assign(e,attributes);return e};
const show=(root,at)=>{const deep=(s,d)=>{if(!s||d>6)return s;if(s.$ref){const name=s.$ref.split('/').pop();return d>3?name:deep(root.components.schemas[name],d+1)}
if(s.anyOf)return s.anyOf.map(x=>deep(x,d+1)).filter((x,i,a)=>a.findIndex(y=>JSON.stringify(y)===JSON.stringify(x))===i);
if(s.enum)return s.enum.join(' | ');if(s.type==='array')return [deep(s.items,d+1)];
if(s.properties)return Object.fromEntries(Object.entries(s.properties).map(([k,v])=>[k+((s.required||[]).includes(k)?'':'?'),deep(v,d+1)]));
return [].concat(s.type??'any').join(' | ')+(s.description?' — '+s.description:'')};return JSON.stringify(deep(at,0),null,2)};
fetch('openapi.json').then(r=>r.json()).then(doc=>{document.getElementById('about').textContent=doc.info.description+' Send Authorization: Bearer with a key. ';
document.getElementById('about').append(el('a','openapi.json',{href:'openapi.json'}));
const tags=new Map();for(const [path,methods] of Object.entries(doc.paths))for(const [method,op] of Object.entries(methods)){const t=op.tags?.[0]??'other';tags.set(t,[...(tags.get(t)??[]),[path,method,op]])}
const all=document.getElementById('all');for(const [tag,ops] of [...tags].sort()){all.append(el('h2',tag));for(const [path,method,op] of ops){
const d=el('details'),s=el('summary');s.append(el('span',method.toUpperCase(),{className:'m'}),el('code',path),' ',el('span',op.summary+' ('+op['x-kindred-scope']+')',{className:'s'}));d.append(s);
if(op.description)d.append(el('p',op.description));
if(op.parameters?.length){const t=el('table');for(const p of op.parameters){const r=el('tr');r.append(el('th',p.name+(p.required?'':'?'),{scope:'row'}),el('td',p.in),el('td',show(doc,p.schema)),el('td',p.description??p.schema?.description??''));t.append(r)}d.append(t)}
const body=op.requestBody?.content?.['application/json']?.schema;if(body){d.append(el('p','Body'),el('pre',show(doc,body)))}
for(const [status,answer] of Object.entries(op.responses)){const schema=answer.content?.['application/json']?.schema;if(Number(status)<300){d.append(el('p',status+' '+answer.description));if(schema)d.append(el('pre',show(doc,schema)))}}
d.append(el('p','Errors: '+Object.keys(op.responses).filter(x=>Number(x)>=400).join(', '),{className:'s'}));all.append(d)}}});
</script></body></html>
`;
