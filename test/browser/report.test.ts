import { describe, expect, it } from 'vitest';
import { reportPage, summaryPage } from '../../core/report/report-page.ts';
import type { ReportView } from '../../core/report/report-view.ts';
import { hostile, sampleView, target } from '../core/report/report-sample.ts';
import { findChromium, printedPages, renderedPage } from './chromium.ts';

const chromium = findChromium();
if (chromium === null) process.stdout.write('skipped: no Chromium on this machine\n');

const long = 'Very long words of a company that describes itself at length, '.repeat(4);

/** Everything the summary shows at its longest. */
const crowded: ReportView = {
  ...sampleView,
  value: { ...sampleView.value, fallback: long },
  traits: {
    ...sampleView.traits,
    strongest: Array.from({ length: 10 }, (_, index) => ({
      ...sampleView.traits.strongest[0]!,
      words: long,
      population: index % 2 === 0 ? 'both' : 'customer',
      strongest: index + 1,
    })),
    avoid: Array.from({ length: 5 }, () => ({ ...sampleView.traits.avoid[0]!, words: long })),
  },
  archetypes: Array.from({ length: 5 }, () => ({ ...sampleView.archetypes[0]!, name: long })),
  evidence: { ...sampleView.evidence, line: long.repeat(3) },
  filters: [{ archetype: 'All', words: [long, long, long], not_expressible: [] }],
  targets: Array.from({ length: 12 }, (_, index) =>
    target(`p${index}`, {
      name: long,
      list: index < 6 ? 'tier-a' : 'win-back',
      pool: index < 6 ? 'net-new' : 'win-back',
    }),
  ),
};

const sized = (markup: string, size: string): string => markup.replace('@page{', `@page{size:${size};`);

/** The page with a script of the test's own, whose findings end up in the title. */
const probed = (view: ReportView, script: string): string =>
  reportPage(view).replace('</body>', `<script>${script}</script></body>`);

const found = (page: string): string => /<title>(.*?)<\/title>/s.exec(page)?.[1] ?? '';

describe.skipIf(chromium === null)('the report in a browser', () => {
  for (const size of ['A4', 'Letter'])
    for (const [name, view] of [
      ['usual', sampleView],
      ['crowded', crowded],
    ] as const)
      it(`prints the ${name} summary on exactly one page of ${size}`, () => {
        expect(printedPages(chromium!, sized(summaryPage(view), size))).toBe(1);
      });

  it('never scrolls sideways as a whole, from a phone to a wide screen', () => {
    const frames = [360, 768, 1440]
      .map((width) => `<iframe id="w${width}" style="width:${width}px;height:900px"></iframe>`)
      .join('');
    const page = `<!doctype html><title>none</title>${frames}<script>
const markup=${JSON.stringify(reportPage(sampleView)).replaceAll('</', '<\\/')};
addEventListener('load',()=>{const wide=[];for(const f of document.querySelectorAll('iframe')){const d=f.contentDocument;d.open();d.write(markup);d.close();wide.push(f.id+':'+(d.documentElement.scrollWidth-d.documentElement.clientWidth))}document.title=wide.join(' ')});
</script>`;
    expect(found(renderedPage(chromium!, page, 1500))).toBe('w360:0 w768:0 w1440:0');
  });

  it('filters, sorts and opens the targets by keyboard-reachable controls', () => {
    const page = probed(
      sampleView,
      `const q=s=>document.querySelector(s),names=()=>[...q('#call-list').tBodies[0].rows].filter(r=>!r.hidden).map(r=>r.cells[1].textContent.slice(8,10)).join('');
const said=[];const t=q('#filter-text');t.value='p2.EXAMPLE';t.dispatchEvent(new Event('input'));said.push(names(),q('#filter-count').textContent);
t.value='';t.dispatchEvent(new Event('input'));const l=q('#filter-list');l.value='tier-b';l.dispatchEvent(new Event('input'));said.push(names());
l.value='';l.dispatchEvent(new Event('input'));const b=[...document.querySelectorAll('#call-list thead button')].find(x=>x.textContent==='Score');b.focus();b.click();said.push(names(),b.closest('th').getAttribute('aria-sort'));b.click();said.push(names());
q('#open-all').click();said.push(document.querySelectorAll('#call-list details[open]').length);document.title=said.join('|');`,
    );
    expect(found(renderedPage(chromium!, page, 1200))).toBe(
      'p2|1 company shown|p3|p1p2p3|descending|p3p2p1|3',
    );
  });

  it('runs nothing that a company is called', () => {
    const view = {
      ...sampleView,
      targets: [target('p1', { name: hostile, domain: hostile, archetype: hostile })],
    };
    const page = renderedPage(chromium!, probed(view, `document.title=String(document.images.length)`), 1200);
    expect(found(page)).toBe('0');
  });

  it('keeps text readable in both themes: contrast of at least 4.5', () => {
    const script = `const lum=c=>{const v=c.match(/[\\d.]+/g).slice(0,3).map(x=>{x/=255;return x<=.03928?x/12.92:((x+.055)/1.055)**2.4});return .2126*v[0]+.7152*v[1]+.0722*v[2]};
const ground=e=>{for(;e;e=e.parentElement){const b=getComputedStyle(e).backgroundColor;if(!/, 0\\)$/.test(b)&&b!=='transparent')return b}return 'rgb(255, 255, 255)'};
let worst=99,where='';for(const e of document.querySelectorAll('body *')){if(e.closest('svg,script')||![...e.childNodes].some(n=>n.nodeType===3&&n.data.trim()))continue;const a=lum(getComputedStyle(e).color),b=lum(ground(e)),r=(Math.max(a,b)+.05)/(Math.min(a,b)+.05);if(r<worst){worst=r;where=e.className||e.tagName}}
document.title=(worst>=4.5?'fine':where+' '+worst.toFixed(2));`;
    const light = probed(sampleView, script);
    const dark = light.replace('@media (prefers-color-scheme:dark)', '@media all');
    expect(dark).not.toBe(light);
    expect([light, dark].map((page) => found(renderedPage(chromium!, page, 1200)))).toEqual(['fine', 'fine']);
  });
});
