// Before the first paint: the theme and the language of the last visit. A file of its own, because the page allows no inline script.
(function () {
  try {
    var theme = localStorage.getItem("hotline.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
    var lang = localStorage.getItem("hotline.lang");
    if (lang === "zh" || lang === "en") document.documentElement.lang = lang;
  } catch (e) {
    // storage is blocked: the system's theme, and Chinese
  }
})();
