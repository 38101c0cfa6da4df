"use strict";

// What every script of a page shares: the page's data, a store that forgets where the browser allows none, the language and the colours.
const evalkit = {};
(() => {
  const read = (id) => JSON.parse(document.getElementById(id)?.textContent || "null");
  evalkit.data = read("page-data");
  const translations = read("translations") || {};
  const memory = new Map();

  function findStorage() {
    try {
      localStorage.setItem("evalkit/probe", "1");
      localStorage.removeItem("evalkit/probe");
      return localStorage;
    } catch {
      return null;
    }
  }
  const storage = findStorage();

  evalkit.store = {
    read(key) {
      try {
        return JSON.parse((storage ? storage.getItem(key) : memory.get(key)) || "null");
      } catch {
        return null;
      }
    },
    // The keys that begin so.
    list(prefix) {
      const keys = storage ? Array.from({ length: storage.length }, (_, at) => storage.key(at)) : [...memory.keys()];
      return keys.filter((key) => key.startsWith(prefix)).sort();
    },
    write(key, value) {
      const text = JSON.stringify(value);
      memory.set(key, text);
      try {
        storage?.setItem(key, text);
      } catch { /* A full store: this page still knows. */ }
    },
  };

  // Language: an element with data-zh holds English until it is switched, and what it held is kept in data-en.
  const ATTRIBUTES = ["title", "aria-label", "placeholder"];
  const fill = (template, values) => template.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
  evalkit.language = evalkit.store.read("evalkit/language") === "zh" ? "zh" : "en";

  evalkit.say = (english, values = {}) =>
    fill(evalkit.language === "zh" ? translations[english] || english : english, values);

  evalkit.label = (element, english, values = {}) => {
    element.dataset.en = fill(english, values);
    element.dataset.zh = fill(translations[english] || english, values);
    element.textContent = element.dataset[evalkit.language];
    return element;
  };

  function showLanguage(root = document) {
    const language = evalkit.language;
    document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
    for (const element of root.querySelectorAll("[data-zh]")) {
      if (element.dataset.en === undefined) element.dataset.en = element.textContent;
      element.textContent = element.dataset[language];
      element.lang = document.documentElement.lang;
    }
    for (const name of ATTRIBUTES) {
      for (const element of root.querySelectorAll(`[data-zh-${name}]`)) {
        if (!element.hasAttribute(`data-en-${name}`)) element.setAttribute(`data-en-${name}`, element.getAttribute(name));
        element.setAttribute(name, element.getAttribute(`data-${language}-${name}`));
      }
    }
  }

  // For what is drawn later than the page: it was written in English.
  evalkit.showLanguage = (root) => { if (evalkit.language === "zh") showLanguage(root); };

  const languageSwitch = document.getElementById("language");
  if (languageSwitch) {
    const show = () => {
      languageSwitch.textContent = evalkit.language === "zh" ? "English" : "中文";
      languageSwitch.lang = evalkit.language === "zh" ? "en" : "zh-Hans";
    };
    languageSwitch.addEventListener("click", () => {
      evalkit.language = evalkit.language === "zh" ? "en" : "zh";
      evalkit.store.write("evalkit/language", evalkit.language);
      showLanguage();
      show();
    });
    show();
    if (evalkit.language === "zh") showLanguage();
  }

  // Colours: those of the system until the reader asks for others.
  const themeSwitch = document.getElementById("theme");
  const root = document.documentElement;
  const isDark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  if (themeSwitch) {
    const kept = evalkit.store.read("evalkit/theme");
    if (kept === "dark" || kept === "light") root.dataset.theme = kept;
    const show = () => evalkit.label(themeSwitch, isDark() ? "Light colours" : "Dark colours");
    themeSwitch.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      evalkit.store.write("evalkit/theme", root.dataset.theme);
      show();
    });
    show();
  }
  evalkit.download = (name, text, type) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  for (const element of document.querySelectorAll(".needs-script")) element.hidden = false;
})();
