// A small Vue app that asks, and listens for events while it is on screen. It uses render functions, so
// that no templates have to be compiled.
import { createApp, h, onMounted, onUnmounted, ref } from 'vue';
import { load, on, show } from 'hearby';

const EVENTS = ['shown', 'answered', 'dismissed', 'sent', 'closed', 'error'];

/** Lists the events of the survey while it is mounted. */
const Heard = {
  setup() {
    const heard = ref([]);
    const stops = EVENTS.map((name) => on(name, (detail) => heard.value.push({ name, detail })));
    onUnmounted(() => stops.forEach((stop) => stop()));
    const line = ({ name, detail }) => h('li', [h('strong', name), detail.score ?? detail.code]);
    return () => [
      h('h2', 'What the page hears'),
      h('ol', { class: 'heard', id: 'heard', 'aria-live': 'polite' }, heard.value.map(line)),
    ];
  },
};

const App = {
  setup() {
    const isListening = ref(true);
    onMounted(() => load({ collector: 'http://127.0.0.1:8787', site: 'demo' }));
    const ask = () => show('csat', { touchpoint: 'vue' });
    const toggle = () => {
      isListening.value = !isListening.value;
    };
    const button = (id, looks, onClick, text) =>
      h('button', { class: looks, type: 'button', id, onClick }, text);
    return () => [
      h('p', { class: 'actions' }, [
        button('ask', 'button', ask, 'Ask about this page'),
        button('toggle', 'link', toggle, isListening.value ? 'Stop listening' : 'Listen again'),
      ]),
      isListening.value && h(Heard),
    ];
  },
};

createApp(App).mount('#app');
