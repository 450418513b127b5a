// What an eye would find wrong with a page, as a list of sentences.
() => {
  const complaints = [];
  for (const details of document.querySelectorAll('details')) details.open = true;

  for (const image of document.images)
    if (!image.complete || image.naturalWidth === 0) complaints.push(`broken picture: ${image.alt}`);

  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth) complaints.push(`the page is ${page.scrollWidth} wide in a window of ${page.clientWidth}`);

  const channels = color => color.match(/[\d.]+/g).map(Number);
  const luminance = color => {
    const [r, g, b] = channels(color).map(value => value / 255).map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const background = element => {
    for (; element; element = element.parentElement) {
      const color = getComputedStyle(element).backgroundColor;
      if ((channels(color)[3] ?? 1) === 1) return color;
    }
    return 'rgb(255, 255, 255)';
  };

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    const [a, b] = [luminance(element instanceof SVGElement ? style.fill : style.color), luminance(background(element))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    // WCAG 2.2, success criterion 1.4.3, level AA; the lower limit for large text is not used up.
    if (contrast < 4.5) complaints.push(`contrast ${contrast.toFixed(2)}: ${texts.currentNode.data.trim()}`);
  }

  const levels = [...document.querySelectorAll('h1, h2, h3, h4')].map(heading => Number(heading.tagName[1]));
  levels.forEach((level, i) => { if (level > (levels[i - 1] ?? 0) + 1) complaints.push(`heading ${i} skips a level`); });

  for (const chart of document.querySelectorAll('svg:not([aria-hidden])')) {
    if (chart.getAttribute('role') !== 'img' || !chart.getAttribute('aria-label')) complaints.push('a chart without a text alternative');
    const frame = chart.getBoundingClientRect();
    const marks = [...chart.querySelectorAll('.fill-infected, .fill-vulnerable')].map(mark => mark.getBoundingClientRect());
    for (const text of chart.querySelectorAll('text')) {
      const box = text.getBoundingClientRect();
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1) complaints.push(`cut off in a chart: ${text.textContent}`);
      // A line of text is taller than its letters.
      const covers = mark => mark.left < box.right && mark.right > box.left && mark.top < box.bottom - 4 && mark.bottom > box.top + 4;
      if (marks.some(covers)) complaints.push(`covers a flagged label in a chart: ${text.textContent}`);
    }
  }

  for (const table of document.querySelectorAll('.scroll > table'))
    if (table.querySelector('.n').getBoundingClientRect().left > table.parentElement.getBoundingClientRect().right) complaints.push('no number of the table is in sight');

  return complaints;
}
