/** Sorting, filtering and opening of the target tables, without any outside code. The page reads the same without it. */
export const reportScript = `
(()=>{
const by=id=>document.getElementById(id);
const late=table=>{let n=0;for(const r of table.tBodies[0].rows)r.classList.toggle('late',!r.hidden&&++n>40)};
for(const table of document.querySelectorAll('table.sortable')){
const body=table.tBodies[0],rows=[...body.rows];
table.tHead.addEventListener('click',e=>{const b=e.target.closest('button');if(!b)return;const th=b.closest('th'),i=th.cellIndex,was=th.getAttribute('aria-sort'),first=th.classList.contains('n')&&b.textContent!=='Rank'?'descending':'ascending',now=was?(was==='ascending'?'descending':'ascending'):first,sign=now==='ascending'?1:-1;
for(const h of table.tHead.rows[0].cells)h.removeAttribute('aria-sort');th.setAttribute('aria-sort',now);
const key=r=>{const c=r.cells[i],v=c.dataset.value;return v===undefined?c.textContent.trim().toLowerCase():Number(v)};
rows.sort((a,b)=>{const x=key(a),y=key(b);return(x<y?-1:x>y?1:0)*sign});body.append(...rows);late(table)});
}
const calls=by('call-list');if(!calls)return;
const rows=[...calls.tBodies[0].rows],text=by('filter-text'),list=by('filter-list'),kind=by('filter-archetype'),count=by('filter-count'),open=by('open-all');
const plain=s=>s.normalize('NFKD').replace(/\\p{M}+/gu,'').toLowerCase();
const texts=new Map(rows.map(r=>[r,plain(r.textContent)]));
const apply=()=>{const words=plain(text.value).split(/\\s+/).filter(Boolean);let shown=0;for(const r of rows){const ok=(!list.value||r.dataset.list===list.value)&&(!kind||!kind.value||r.dataset.archetype===kind.value)&&words.every(w=>texts.get(r).includes(w));r.hidden=!ok;if(ok)shown++}late(calls);count.textContent=shown+(shown===1?' company shown':' companies shown')};
for(const c of[text,list,kind])if(c)c.addEventListener('input',apply);
open.addEventListener('click',()=>{const on=open.getAttribute('aria-pressed')!=='true';open.setAttribute('aria-pressed',String(on));open.textContent=on?'Close all reasons':'Open all reasons';for(const d of calls.querySelectorAll('details'))d.open=on});
})();
`;
