/** Sorting and filtering of the target table, without any outside code. The page reads the same without it. */
export const reportScript = `
(()=>{
const table=document.getElementById('targets');if(!table)return;
const body=table.tBodies[0],rows=[...body.rows],text=document.getElementById('filter-text'),list=document.getElementById('filter-list'),count=document.getElementById('filter-count');
const plain=s=>s.normalize('NFKD').replace(/\\p{M}+/gu,'').toLowerCase();
const texts=new Map(rows.map(r=>[r,plain(r.textContent)]));
const apply=()=>{const words=plain(text.value).split(/\\s+/).filter(Boolean);let shown=0;for(const r of rows){const ok=(!list.value||r.dataset.list===list.value)&&words.every(w=>texts.get(r).includes(w));r.hidden=!ok;if(ok)shown++}count.textContent=shown+' shown'};
text.addEventListener('input',apply);list.addEventListener('change',apply);
table.tHead.addEventListener('click',e=>{const b=e.target.closest('button');if(!b)return;const th=b.closest('th'),i=th.cellIndex,down=th.getAttribute('aria-sort')!=='descending';
for(const h of table.tHead.rows[0].cells)h.removeAttribute('aria-sort');th.setAttribute('aria-sort',down?'descending':'ascending');
const key=r=>{const c=r.cells[i],v=c.dataset.value;return v===undefined?c.textContent.trim():Number(v)};
rows.sort((a,b)=>{const x=key(a),y=key(b);return(x<y?-1:x>y?1:0)*(down?-1:1)});body.append(...rows)});
})();
`;
