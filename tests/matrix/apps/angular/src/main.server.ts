import { mergeApplicationConfig } from "@angular/core";
import { BootstrapContext, bootstrapApplication } from "@angular/platform-browser";
import { provideServerRendering, RenderMode, withRoutes } from "@angular/ssr";
import { App, config } from "./app";

const routes = [{ path: "**", renderMode: RenderMode.Prerender as const }];
const merged = mergeApplicationConfig(config, {
  providers: [provideServerRendering(withRoutes(routes))],
});

export default (context: BootstrapContext) => bootstrapApplication(App, merged, context);
