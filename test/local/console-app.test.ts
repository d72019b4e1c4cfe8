import { describe, expect, it } from 'vitest';
import { consoleApp } from '../../local/console-app.ts';
import { buildConsole } from '../../local/console-files.ts';

describe('the console on a laptop', () => {
  it('is a page, one script and one style, built without a network, and small', async () => {
    const files = await buildConsole();
    expect([...files].map(([path, { type }]) => [path.replace(/-[\w-]+\./, '.'), type]).sort()).toEqual([
      ['/assets/index.css', 'text/css; charset=utf-8'],
      ['/assets/index.js', 'text/javascript; charset=utf-8'],
      ['/index.html', 'text/html; charset=utf-8'],
    ]);
    const bytes = [...files.values()].reduce((sum, { body }) => sum + body.length, 0);
    expect(bytes).toBeLessThan(120_000);
    const page = String(files.get('/index.html')?.body);
    expect(page).not.toMatch(/https?:\/\//);
    expect(page).not.toMatch(/<script(?![^>]*\bsrc=)/);
  }, 60_000);

  it('is served under a policy that lets nothing in, the page always asked for anew', async () => {
    const app = consoleApp();
    const page = await app.request('/');
    expect(page.status).toBe(200);
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    const script = /src="\.([^"]+\.js)"/.exec(await page.text())?.[1] ?? '';
    expect((await app.request(script)).headers.get('cache-control')).toContain('immutable');
    expect((await app.request('/assets/none.js')).status).toBe(404);
  }, 60_000);

  it('says why where it cannot be built, and tries again', async () => {
    let tries = 0;
    const app = consoleApp(async () => {
      tries += 1;
      if (tries === 1) throw new Error('the build tool is not installed');
      return new Map([['/index.html', { body: 'here', type: 'text/html; charset=utf-8' }]]);
    });
    const first = await app.request('/');
    expect([first.status, await first.text()]).toEqual([
      503,
      expect.stringContaining('the build tool is not installed'),
    ]);
    expect(await (await app.request('/')).text()).toBe('here');
  });
});
