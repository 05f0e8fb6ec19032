import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const PACKED = /\.(js|css|html|svg|json|txt)$/;
const SERVICE = process.env.HOTLINE_CONSOLE ?? "http://127.0.0.1:8080";

/** Writes `.br` and `.gz` beside each file of text, so that the service compresses nothing while calls are up. */
function packed(): Plugin {
  let out = "";
  return {
    name: "packed",
    apply: "build",
    configResolved(config) {
      out = resolve(config.root, config.build.outDir);
    },
    closeBundle() {
      for (const name of readdirSync(out, { recursive: true, encoding: "utf8" })) {
        const path = join(out, name);
        if (!PACKED.test(name) || name === "index.html" || statSync(path).size < 512) continue;
        const bytes = readFileSync(path);
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
        const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
        writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }));
      }
    },
  };
}

export default defineConfig({
  plugins: [svelte(), packed()],
  html: { cspNonce: "CSP_NONCE" }, // the service puts a new one in each time: the editor makes style elements, and gives them this
  build: {
    outDir: "../static",
    emptyOutDir: true,
    manifest: true, // the test of the first load reads it
    target: "es2022",
    assetsInlineLimit: 0, // the Content-Security-Policy knows no data: addresses
    chunkSizeWarningLimit: 1600, // elkjs, which only the drawing of the plan loads
    reportCompressedSize: false,
  },
  server: {
    proxy: { "/api": { target: SERVICE, ws: true } },
  },
  test: { include: ["src/**/*.test.ts"], environment: "node" },
});
