/** The report's look: one column, system type, light and dark, phone to wide screen, and a print form. */
export const reportStyle = `
:root{color-scheme:light dark;--ink:#17202a;--soft:#566473;--line:#dfe5ea;--paper:#fff;--panel:#f6f8fa;--accent:#0b6e69;--accent-soft:#0b6e6922;--warm:#b4530a;--good:#17733f;--bad:#b3261e;--c0:#0b6e69;--c1:#b4530a;--c2:#5b4bb5;--c3:#a3286b;--c4:#4d6212}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9fadba;--line:#2d3742;--paper:#11161c;--panel:#182028;--accent:#4cc3b8;--accent-soft:#4cc3b822;--warm:#f0a35e;--good:#5fd08f;--bad:#ff8a80;--c0:#4cc3b8;--c1:#f0a35e;--c2:#a99cf5;--c3:#f08cc0;--c4:#b5cf6b}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;-webkit-font-smoothing:antialiased}
main{max-width:1160px;margin:0 auto;padding:40px 24px 80px}
h1{font-size:30px;line-height:1.2;margin:0 0 6px;letter-spacing:-.01em}
h2{font-size:20px;line-height:1.3;margin:52px 0 6px;letter-spacing:-.005em}
h3{font-size:15px;line-height:1.4;margin:0 0 4px}
h3.below{margin-top:26px}
p{margin:6px 0 12px;max-width:76ch}
h1,h2,h3,p,li,dd,.why{overflow-wrap:anywhere}
tbody th,td{overflow-wrap:break-word}
.lead{font-size:17px;max-width:none}
.soft,figcaption,.facts dt,.pairs dt{color:var(--soft)}
.soft{font-size:13px}
section>p.soft,.card>p.soft{font-size:14px}
.meta{color:var(--soft);font-size:13px;max-width:none}
nav{display:flex;flex-wrap:wrap;gap:6px 18px;border-block:1px solid var(--line);padding:10px 0;margin-top:28px;font-size:14px}
nav a{color:var(--accent);text-decoration:none;font-weight:600}
nav a:hover{text-decoration:underline}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:10px;margin:18px 0 0}
.facts div{background:var(--panel);border-radius:10px;padding:12px 14px}
.facts dt{font-size:12.5px}
.facts dd{margin:2px 0 0;font-size:21px;font-weight:600;line-height:1.3;font-variant-numeric:tabular-nums}
.facts dd small{display:block;font-size:12.5px;font-weight:400;color:var(--soft)}
.one-page h2{margin:20px 0 6px;font-size:17px}
.one-page h3{margin:12px 0 4px;font-size:14px}
.one-page .trust p{max-width:none;margin-bottom:0}
.columns{display:grid;grid-template-columns:1fr 1fr;gap:0 36px}
.figures,.calls,.why-list,.plain-list,.reasons{margin:0;padding:0;list-style:none}
.figures b{white-space:nowrap}.figures li{display:grid;grid-template-columns:6ch 1fr;gap:10px;padding:3px 0}
.figures b{text-align:right;color:var(--accent);font-variant-numeric:tabular-nums}
.calls{counter-reset:c}
.calls li{counter-increment:c;position:relative;padding:3px 0 3px 26px}
.calls li::before{content:counter(c);position:absolute;left:0;color:var(--accent);font-weight:600;width:18px;text-align:right}
.score{color:var(--soft);font-variant-numeric:tabular-nums}
.plain-list li{padding:3px 0}
figure{margin:14px 0 0}
figcaption{font-size:13px;margin-top:6px;max-width:80ch}
.chart{display:block;overflow:visible;width:100%;max-width:680px;height:auto;font-size:12.5px}
.chart.small{max-width:440px}
svg .base{stroke:var(--soft)}
svg .grid{stroke:var(--line)}
svg .rule{stroke:var(--soft);stroke-dasharray:3 3}
svg .tick{fill:var(--soft);font-size:12px}
svg .axis{fill:var(--soft)}
svg .note{fill:var(--ink);font-size:13px;font-weight:600}
svg .curve{fill:none;stroke:var(--accent);stroke-width:2.2}
svg .area{fill:var(--accent-soft)}
svg .cut{stroke:var(--accent)}
svg .interval{stroke:var(--accent);stroke-width:3;stroke-linecap:round;opacity:.5}
svg .dot{fill:var(--accent)}
svg .track{fill:var(--panel)}
svg .bar{fill:var(--soft);opacity:.55}
.own svg .bar{fill:var(--accent);opacity:1}
svg .whisker{stroke:var(--ink);stroke-width:1.6}
.a0{fill:var(--c0)}.a1{fill:var(--c1)}.a2{fill:var(--c2)}.a3{fill:var(--c3)}.a4{fill:var(--c4)}
.map path{opacity:.72}
.mark{vertical-align:-1px}
.legend{display:flex;flex-wrap:wrap;gap:4px 18px}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.scroll{overflow-x:auto;margin-top:12px;border:1px solid var(--line);border-radius:10px}
.scroll.plain{border:0}
.scroll.fit{width:fit-content;max-width:100%}
tr.noted>*{border-bottom:0}
td.notes{padding-top:0}
.paper{display:none}
.with-text{display:grid;grid-template-columns:minmax(0,680px) minmax(0,1fr);gap:0 40px;align-items:center}
.source{color:var(--soft);font-size:12.5px;margin:10px 0 0;max-width:none}
table{border-collapse:collapse;width:100%;font-size:13.5px;font-variant-numeric:tabular-nums}
table.narrow{max-width:720px}
th,td{padding:8px 12px;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
tbody tr:last-child>*{border-bottom:0}
thead th{font-weight:600;color:var(--soft);font-size:12.5px;background:var(--panel);vertical-align:bottom}
tbody th{font-weight:600;min-width:15ch}
tbody th .soft,td .soft{font-weight:400}
.id{white-space:nowrap}
th button{font:inherit;color:inherit;background:none;border:0;padding:2px 0;cursor:pointer;text-align:inherit;text-decoration:underline dotted;text-underline-offset:3px}
th[aria-sort=ascending] button::after{content:" ↑"}
th[aria-sort=descending] button::after{content:" ↓"}
td.n,th.n{text-align:right}
td.n{white-space:nowrap}
td.strong{font-weight:600}
th.box{white-space:nowrap}
td.box{font-size:18px;line-height:1;text-align:center}
.lift{max-width:860px}
.lift td,.lift th{border:0;padding-block:0;vertical-align:middle}
.lift thead th{background:none;padding-block:4px;vertical-align:bottom}
.lift tr>th:first-child{padding-left:0;width:36%}
.lift.bars tr>th:first-child{width:22%}
.lift .axis-cell{width:36%;min-width:90px;padding-inline:0}
.lift svg{display:block;overflow:visible}
.why{min-width:240px}
.rows td,.rows th{padding-inline:9px}
.rows tbody th{min-width:18ch;max-width:34ch}
.why-list{display:inline}
.why-list li{display:inline}
.why-list li+li::before{content:" · ";color:var(--soft)}
.why-list .against{color:var(--bad)}
.rows .tier{margin-left:4px}
.tier{display:inline-block;min-width:24px;text-align:center;border-radius:6px;padding:0 7px;font-weight:600;background:var(--panel);border:1px solid var(--line)}
.tier.A{background:var(--accent);border-color:var(--accent);color:var(--paper)}
.tier.B{border-color:var(--accent);color:var(--accent)}
.tag{display:inline-block;font-size:12px;font-weight:400;color:var(--soft);border:1px solid var(--line);border-radius:99px;padding:0 8px}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(300px,100%),1fr));gap:14px;margin-top:14px}
.card{border:1px solid var(--line);border-radius:10px;padding:16px 18px;min-width:0}
.card p{margin:6px 0 0;font-size:14px}
.pairs{display:grid;grid-template-columns:1fr auto;gap:2px 12px;margin:8px 0 0;font-size:14px}
.pairs dd{margin:0;font-weight:600;font-variant-numeric:tabular-nums}
.controls{display:flex;flex-wrap:wrap;gap:10px;align-items:end;margin-top:14px}
.controls label{font-size:12.5px;color:var(--soft);display:grid;gap:3px;min-width:0}
.controls input,.controls select,.controls button{font:inherit;font-size:14px;color:var(--ink);background:var(--paper);border:1px solid var(--soft);border-radius:8px;padding:6px 10px;max-width:100%}
.controls select{max-width:min(320px,86vw)}
.controls button{cursor:pointer}
.controls #filter-count{padding-bottom:8px}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
summary{cursor:pointer;color:var(--accent);font-size:13px}
.more{margin-top:10px}
.more summary{font-weight:600}
.sum{margin:8px 0 2px;font-weight:600}
.reasons li{display:grid;grid-template-columns:44px 1fr;gap:8px}
.reasons b{font-variant-numeric:tabular-nums;text-align:right;font-weight:600}
.reasons .total{border-top:1px solid var(--line);font-weight:600}
.plus{color:var(--good)}.minus{color:var(--bad)}
.note-box{border-left:3px solid var(--warm);background:var(--panel);padding:10px 14px;border-radius:0 8px 8px 0;margin:14px 0}
.empty{color:var(--soft)}
footer{margin-top:64px;border-top:1px solid var(--line);padding-top:16px;color:var(--soft);font-size:13px;overflow-wrap:anywhere}
@media screen and (max-width:760px){.columns{grid-template-columns:1fr}}
@media screen and (max-width:900px){.with-text{grid-template-columns:1fr}
.rows thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.rows,.rows tbody,.rows tr,.rows td,.rows tbody th{display:block;border:0}
.rows tr{padding:12px 14px;border-bottom:1px solid var(--line)}
.rows tr[hidden]{display:none}
.rows td,.rows tbody th{padding:2px 0;text-align:left;min-width:0;max-width:none}
.rows tbody th{font-size:15px}
.rows td[data-label]{display:inline-block;margin-right:16px;vertical-align:top}
.rows td[data-label] .soft{display:inline;margin-left:6px}
.rows td.box{font-size:15px}
.rows td[data-label]::before{content:attr(data-label) " ";color:var(--soft);font-weight:400}}
@media screen and (max-width:640px){th,td{padding:7px 8px}main{padding:24px 16px 60px}h1{font-size:25px}.facts{grid-template-columns:1fr 1fr}.facts dd{font-size:18px}.chart,.chart .tick,.chart .note{font-size:18px}.chart.small,.chart.small .tick{font-size:14px}.lift td,.lift th{padding-inline:5px}.lift:not(.bars) tr{display:grid;grid-template-columns:1fr 54px 54px 62px;align-items:center}.lift:not(.bars) tr>th:first-child{grid-column:1/-1;width:auto;padding-top:8px}.lift:not(.bars) thead th:first-child{display:none}.lift:not(.bars) .axis-cell{width:auto}.lift:not(.bars) td svg{height:22px}.lift.bars{min-width:560px}}
@page{margin:13mm}
@media print{:root{color-scheme:light;--ink:#000;--soft:#444;--line:#ccc;--paper:#fff;--panel:#f4f5f6;--accent:#0b6e69;--accent-soft:#0b6e6922;--warm:#b4530a;--good:#17733f;--bad:#b3261e;--c0:#0b6e69;--c1:#b4530a;--c2:#5b4bb5;--c3:#a3286b;--c4:#4d6212}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{font-size:10.5px;line-height:1.45}.one-page{font-size:12.5px;line-height:1.5}.one-page .soft{font-size:10.5px}main{max-width:none;padding:0}h1{font-size:21px}h2{font-size:15px;break-after:avoid;margin-top:22px}h3{font-size:12px;break-after:avoid}
table,.soft,section>p.soft,.card>p.soft,.card p,.pairs,figcaption,.meta,.source,footer{font-size:9.5px}thead th{font-size:9px}th,td{padding:4px 6px}
.lead{font-size:13px}.facts{grid-template-columns:repeat(6,1fr);gap:6px;margin-top:10px}.facts div{padding:7px 8px;border-radius:6px}.facts dt,.facts dd small{font-size:9px}.facts dd{font-size:14px}
.columns{grid-template-columns:1fr 1fr;gap:0 24px}.chart{max-width:460px}.chart.small{max-width:300px}.chart,.chart .tick,.chart .note{font-size:13px}
.controls,nav,script,details:not([open]),tr.late{display:none}.paper{display:block}.with-text{grid-template-columns:3fr 2fr;gap:0 20px}th button{display:contents}.lift td svg{height:22px}tr,.card,figure{break-inside:avoid}thead{display:table-header-group}.scroll{overflow:visible;border:0}.why{min-width:0}
.one-page{max-height:246mm;overflow:hidden;break-after:page}.alone .one-page{break-after:auto}.one-page h2{margin-top:16px;font-size:15px}.one-page h3{font-size:12.5px;margin-top:10px}
.one-page h1,.one-page .lead,.one-page .note-box,.one-page .trust p,.one-page li,.one-page .meta{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:5;overflow:hidden}.one-page .figures li{display:grid;max-height:4.4em}.one-page .calls li{-webkit-line-clamp:3;overflow:visible;max-height:4.4em}.figures li,.calls li{padding-block:1px}}
`;
