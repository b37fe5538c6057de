// A KV namespace that replies at once and keeps everything, for routes that read responses back.
export default function keptKv(env) {
  const kept = new Map(Object.entries(env.DEFINITIONS).map(([name, value]) => [name, { value }]));
  let names = [];
  let sorted = false;
  return {
    get: async (key) =>
      Array.isArray(key)
        ? new Map(key.map((name) => [name, kept.get(name)?.value ?? null]))
        : (kept.get(key)?.value ?? null),
    put: async (key, value, options) => {
      sorted &&= kept.has(key);
      kept.set(key, { value, metadata: options?.metadata });
    },
    list: async ({ prefix = "", cursor }) => {
      // Names are ASCII: the order of their characters is that of their bytes.
      if (!sorted) names = [...kept.keys()].sort();
      sorted = true;
      const start = cursor ? Number(cursor) : first(names, prefix);
      const keys = [];
      let at = start;
      for (; at < names.length && keys.length < 1_000 && names[at].startsWith(prefix); at += 1) {
        keys.push({ name: names[at], metadata: kept.get(names[at]).metadata });
      }
      const done = !(names[at]?.startsWith(prefix) ?? false);
      return done ? { keys, list_complete: true } : { keys, list_complete: false, cursor: String(at) };
    },
    delete: async (key) => {
      sorted &&= !kept.delete(key);
    },
  };
}

/** Returns the first index whose name is not before that one. */
function first(names, name) {
  let [low, high] = [0, names.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (names[middle] < name) low = middle + 1;
    else high = middle;
  }
  return low;
}
