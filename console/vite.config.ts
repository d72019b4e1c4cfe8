import { defineConfig } from 'vite';

/** One page, its script and its style; no address of its own, so that it may be served from any place. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  publicDir: false,
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2022', modulePreload: false, assetsInlineLimit: 0 },
  logLevel: 'warn',
});
