// Sentry's feedback form, opened at once: its users call the same on a button of their own.
import { feedbackIntegration, init } from "@sentry/browser";

const feedback = feedbackIntegration({ autoInject: false, showBranding: false });
init({ dsn: "http://key@127.0.0.1:1/1", defaultIntegrations: false, integrations: [feedback] });
feedback.createForm().then((form) => {
  form.appendToDom();
  form.open();
});
