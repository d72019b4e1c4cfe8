/** The report's look: one column, system type, light and dark, and a print form. */
export const reportStyle = `
:root{--ink:#17202a;--soft:#5b6b7b;--line:#dfe5ea;--paper:#fff;--panel:#f6f8fa;--accent:#0b6e69;--accent-soft:#0b6e6922;--warm:#b4530a;--good:#1a7f4b;--bad:#b3261e}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa8b5;--line:#2d3742;--paper:#11161c;--panel:#182028;--accent:#4cc3b8;--accent-soft:#4cc3b822;--warm:#f0a35e;--good:#5fd08f;--bad:#ff8a80}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;-webkit-font-smoothing:antialiased}
main{max-width:1080px;margin:0 auto;padding:40px 24px 80px}
header{border-bottom:1px solid var(--line);padding-bottom:20px;margin-bottom:28px}
h1{font-size:30px;line-height:1.2;margin:0 0 6px;letter-spacing:-.01em}
h2{font-size:20px;margin:52px 0 6px;letter-spacing:-.005em}
h3{font-size:15px;margin:0 0 4px}
p{margin:6px 0 12px;max-width:72ch}
.lead{font-size:17px;max-width:64ch}
.soft,figcaption,.facts dt{color:var(--soft)}
.meta{color:var(--soft);font-size:13px;overflow-wrap:anywhere}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin:22px 0 0}
.facts div{background:var(--panel);border-radius:10px;padding:14px 16px}
.facts dt{font-size:12.5px}
.facts dd{margin:2px 0 0;font-size:22px;font-weight:600;font-variant-numeric:tabular-nums}
.facts dd small{display:block;font-size:12.5px;font-weight:400;color:var(--soft)}
figure{margin:16px 0 0;overflow-x:auto}
.chart{display:block;width:100%;max-width:680px;height:auto;font-size:12.5px}
svg .base{stroke:var(--soft)}
svg .grid{stroke:var(--line)}
svg .rule{stroke:var(--soft);stroke-dasharray:3 3}
svg .tick{fill:var(--soft);font-size:12px}
svg .axis{fill:var(--soft)}
svg .name{fill:var(--ink);font-size:13px}
svg .value{fill:var(--ink);font-size:13px;font-weight:600}
svg .note{fill:var(--ink);font-size:13px;font-weight:600}
svg .curve{fill:none;stroke:var(--accent);stroke-width:2.2}
svg .area{fill:var(--accent-soft)}
svg .cut{stroke:var(--accent)}
svg .interval{stroke:var(--accent);stroke-width:3;stroke-linecap:round;opacity:.45}
svg .dot{fill:var(--accent)}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.lift{max-width:820px}
.lift tbody th,.lift td,.lift tr>*{border:0;padding-block:0;vertical-align:middle}
.lift thead th{background:none;padding-block:4px}
.lift tbody th{white-space:normal;width:40%;padding-left:0}
.lift .axis-cell{width:36%;min-width:90px;padding-inline:0}
.lift svg{display:block}
figcaption{font-size:13px;margin-top:6px}
.more{margin-top:10px}
.more summary{color:var(--accent);font-weight:600}
dd,.note{font-variant-numeric:tabular-nums}
.scroll{overflow-x:auto;margin-top:12px;border:1px solid var(--line);border-radius:10px}
table{border-collapse:collapse;width:100%;font-size:13.5px;font-variant-numeric:tabular-nums}
th,td{padding:8px 12px;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
tbody tr:last-child>td{border-bottom:0}
th{font-weight:600;color:var(--soft);font-size:12.5px;white-space:nowrap;background:var(--panel)}
tbody th{font-weight:600;color:var(--ink);font-size:inherit;white-space:normal;background:none;text-align:left}
tbody th .soft{font-weight:400}
th button{font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer}
th button::after{content:"";margin-left:4px}
th[aria-sort=ascending] button::after{content:"↑"}
th[aria-sort=descending] button::after{content:"↓"}
td.n,th.n{text-align:right;white-space:nowrap}
td.strong{font-weight:600}
.tier{display:inline-block;min-width:24px;text-align:center;border-radius:6px;padding:1px 7px;font-weight:600;background:var(--panel);border:1px solid var(--line)}
.tier.A{background:var(--accent);border-color:var(--accent);color:var(--paper)}
.tier.B{border-color:var(--accent);color:var(--accent)}
.tag{display:inline-block;font-size:12px;color:var(--soft);border:1px solid var(--line);border-radius:99px;padding:0 8px;margin-left:6px}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(260px,1fr));gap:14px;margin-top:14px}
.card{border:1px solid var(--line);border-radius:10px;padding:16px 18px}
.card p{margin:4px 0 0;font-size:14px}
.controls{display:flex;flex-wrap:wrap;gap:10px;align-items:end;margin-top:14px}
.controls label{font-size:12.5px;color:var(--soft);display:grid;gap:3px}
.controls input,.controls select{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:6px 10px;min-width:150px}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
details summary{cursor:pointer}
.reasons{margin:0;padding:0;list-style:none}
.reasons li{display:grid;grid-template-columns:5.5ch 1fr;gap:8px}
.reasons b{font-variant-numeric:tabular-nums;text-align:right;font-weight:600}
.plus{color:var(--good)}.minus{color:var(--bad)}
.note-box{border-left:3px solid var(--warm);background:var(--panel);padding:10px 14px;border-radius:0 8px 8px 0;margin:14px 0}
.empty{color:var(--soft)}
footer{margin-top:64px;border-top:1px solid var(--line);padding-top:16px;color:var(--soft);font-size:13px}
@media (max-width:640px){.chart,.chart .tick,.chart .note{font-size:19px}main{padding:24px 16px 60px}h1{font-size:25px}}
@media print{:root{--ink:#000;--soft:#444;--line:#ccc;--paper:#fff;--panel:#f5f5f5;--accent:#0b6e69;--accent-soft:#0b6e6922}body{font-size:11px}main{max-width:none;padding:0}.controls,script{display:none}h2{break-after:avoid;margin-top:24px}tr,.card,figure{break-inside:avoid}.scroll{overflow:visible;border:0}details>*{display:block}}
`;
