// Runs before everything else, and before the first paint.
(() => {
  // What the page asks first is fetched while its code is being read (backend/wails.ts takes it from here).
  globalThis.firstAnswers = fetch('/answers.json')
    .then((answers) => (answers.ok ? answers.json() : []))
    .catch(() => []);

  // WebKitGTK under LANG=C names the language "C" (or "c"), which Intl refuses with an exception: the window would stay white.
  // It is read, and no format is made with it: the first one of a page takes JavaScriptCore 10 ms (text/words.ts).
  const said = navigator.language;
  let known = false;
  try {
    known = Boolean(said) && Intl.getCanonicalLocales(said).length > 0;
  } catch {
    known = false;
  }
  if (!known) {
    Object.defineProperty(navigator, 'language', { configurable: true, get: () => 'en-GB' });
    Object.defineProperty(navigator, 'languages', { configurable: true, get: () => ['en-GB'] });
    // Intl without a locale asks the system.
    for (const name of ['DateTimeFormat', 'NumberFormat', 'Collator', 'PluralRules', 'RelativeTimeFormat']) {
      const Was = Intl[name];
      Intl[name] = new Proxy(Was, {
        construct: (_, [locale, ...rest]) => new Was(locale ?? 'en-GB', ...rest),
        apply: (_, __, [locale, ...rest]) => Was(locale ?? 'en-GB', ...rest),
      });
    }
  }

  // Light or dark as it was chosen, else as the system has it; the same for the size of text.
  const root = document.documentElement;
  const kept = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  };
  const chosen = kept('precedent.appearance');
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.dataset.theme = dark ? 'dark' : 'light';
  const scale = Number(kept('precedent.textScale'));
  if (scale >= 0.9 && scale <= 1.5) root.style.setProperty('--text-scale', String(scale));
})();
