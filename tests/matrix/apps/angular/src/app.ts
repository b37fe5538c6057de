import { ApplicationConfig, Component, input, signal } from "@angular/core";
import { provideClientHydration } from "@angular/platform-browser";
import { provideRouter, RouterLink, RouterOutlet } from "@angular/router";

@Component({ selector: "app-root", imports: [RouterOutlet], template: "<router-outlet />" })
export class App {}

@Component({
  selector: "app-view",
  imports: [RouterLink],
  template: `
    <main>
      <h1>{{ title() }}</h1>
      <a id="next" [routerLink]="next()">Next</a>
      <button id="count" (click)="count.set(count() + 1)">{{ count() }}</button>
      <div id="survey"></div>
    </main>
  `,
})
class View {
  readonly title = input.required<string>();
  readonly next = input.required<string>();
  readonly count = signal(0);
}

@Component({ imports: [View], template: `<app-view title="One" next="/two" />` })
class One {}

@Component({ imports: [View], template: `<app-view title="Two" next="/" />` })
class Two {}

export const config: ApplicationConfig = {
  providers: [
    provideClientHydration(),
    provideRouter([
      { path: "", component: One },
      { path: "two", component: Two },
    ]),
  ],
};
