export default defineNuxtConfig({
  compatibilityDate: "2026-11-01",
  app: {
    head: {
      htmlAttrs: { lang: "en" },
      script: [{ src: "http://127.0.0.1:10000/e/shop.js", async: true }],
    },
  },
});
