// Runs before the first paint, as a plain script: a module would come too late, and the page would flash.
try {
  const theme = localStorage.getItem('parley.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Without local storage the page looks as the system does.
}
