import { defineConfig } from "vitepress";

export default defineConfig({
  title: "VitePress",
  head: [["script", { async: "", src: "http://127.0.0.1:10000/e/shop.js" }]],
});
