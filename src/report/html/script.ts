/**
 * The only script of the report: sorts and filters tables. Without it the page says the same. It reads and moves rows
 * and never makes markup of text.
 */
export const SCRIPT = `
for (const table of document.querySelectorAll('table.sortable')) {
  const heads = [...table.tHead.rows[0].cells];
  const value = (row, place) => {
    const cell = row.cells[place];
    return cell === undefined ? '' : (cell.dataset.v ?? cell.textContent);
  };
  heads.forEach((head, place) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') === 'ascending';
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      for (const body of table.tBodies) {
        const rows = [...body.rows].filter((row) => !row.classList.contains('step'));
        rows.sort((a, b) => {
          const [x, y] = [value(a, place), value(b, place)];
          const order = x !== '' && y !== '' && !isNaN(x) && !isNaN(y) ? x - y : x < y ? -1 : x > y ? 1 : 0;
          return down ? -order : order;
        });
        body.append(...rows);
      }
    });
  });
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => !row.classList.contains('step'));
  if (rows.length <= 15) continue;
  const filter = document.createElement('input');
  filter.type = 'search';
  filter.className = 'filter';
  filter.placeholder = 'Show only rows with\u2026';
  filter.setAttribute('aria-label', 'Show only rows that hold this text');
  filter.addEventListener('input', () => {
    const asked = filter.value.trim().toLowerCase();
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(asked);
    for (const body of table.tBodies) {
      const step = body.querySelector('tr.step');
      if (step) step.hidden = [...body.rows].every((row) => row === step || row.hidden);
    }
  });
  table.before(filter);
}
`;
