'use strict';
(() => {
  const SERVED = document.documentElement.dataset.mode === 'served';
  const PER_ROW = 100;
  const LEDGERS = 10000;
  const MOST = 50;
  const OPEN = 2;
  const STATES = [['frozen', 'frozen'], ['ready', 'hot'], ['transient', 'in progress'],
    ['problem', 'with a problem'], ['absent', 'absent']];
  const WORDS = Object.fromEntries(STATES);
  const SVG = 'http://www.w3.org/2000/svg';
  const at = id => document.getElementById(id);
  const counts = new Intl.NumberFormat('en-US');
  const count = number => counts.format(number);

  const bytes = value => {
    const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
    let unit = 0;
    while (value >= 999.95 && unit < units.length - 1) { value /= 1000; unit++; }
    return (unit === 0 ? value : value.toFixed(1)) + ' ' + units[unit];
  };
  const time = seconds => {
    const s = Math.max(0, Math.round(seconds));
    if (s < 60) return s + ' s';
    if (s < 3600) return Math.floor(s / 60) + ' min ' + s % 60 + ' s';
    if (s < 172800) return Math.floor(s / 3600) + ' h ' + Math.floor(s % 3600 / 60) + ' min';
    return count(Math.floor(s / 86400)) + ' days';
  };
  const make = (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
    element.append(...children.filter(child => child !== null && child !== undefined));
    return element;
  };
  const meter = share => {
    const svg = document.createElementNS(SVG, 'svg');
    svg.setAttribute('class', 'meter');
    svg.setAttribute('viewBox', '0 0 100 1');
    svg.setAttribute('preserveAspectRatio', 'none');
    svg.setAttribute('aria-hidden', 'true');
    for (const [name, width] of [['track', 100], ['fill', Math.max(0, Math.min(1, share)) * 100]]) {
      const bar = document.createElementNS(SVG, 'rect');
      bar.setAttribute('class', name);
      bar.setAttribute('width', String(width));
      bar.setAttribute('height', '1');
      svg.append(bar);
    }
    return svg;
  };
  const put = (parent, children) => parent.replaceChildren(...children.filter(Boolean));

  // ---- what is known -----------------------------------------------------------------------------

  let chunks = new Map();
  let busy = new Map();
  let cells = new Map();
  let chosen = null;
  let shownRows = '';
  let shownTrouble = '';
  let seen = null;

  const stateOf = chunk => !chunk ? 'absent' : chunk.problems.length > 0 ? 'problem' : chunk.state;
  const fileBytes = chunk => Object.values(chunk.artifacts).reduce((sum, file) => sum + (file.bytes || 0), 0);
  const line = number => {
    const chunk = chunks.get(number);
    const words = ['chunk ' + number, WORDS[stateOf(chunk)] || stateOf(chunk)];
    if (chunk && chunk.state === 'ready' && chunk.highest) {
      words.push(count(Math.max(0, chunk.highest - number * LEDGERS - 1)) + ' of ' + count(LEDGERS) + ' ledgers');
    }
    if (chunk && fileBytes(chunk) > 0) words.push(bytes(fileBytes(chunk)));
    if (chunk && chunk.hotBytes > 0) words.push(bytes(chunk.hotBytes) + ' hot');
    const task = busy.get(number);
    if (task) words.push(task.operation + ' ' + percent(task));
    return words.join(', ');
  };
  const percent = task => task.ledgersTotal > 0 ? Math.floor(100 * task.ledgersDone / task.ledgersTotal) + ' %' : '0 %';

  // ---- overview ----------------------------------------------------------------------------------

  const tile = (id, name, value, note, share, low) => {
    const dd = make('dd', {id}, value);
    if (note) dd.append(make('div', {class: 'note'}, note));
    if (share !== undefined) dd.append(meter(share));
    return make('div', {class: low ? 'tile low' : 'tile'}, make('dt', {}, name), dd);
  };
  const volumes = roots => {
    // Roots on one volume have its space once, not three times.
    const found = new Map();
    for (const root of roots) {
      if (!found.has(root.volume)) found.set(root.volume, {names: [], root});
      found.get(root.volume).names.push(root.root);
    }
    return [...found.values()];
  };
  const overview = doc => {
    const activity = doc.activity || {};
    const all = [...chunks.values()];
    const files = all.reduce((sum, chunk) => sum + fileBytes(chunk), 0);
    const hot = all.reduce((sum, chunk) => sum + chunk.hotBytes, 0);
    const tiles = [
      tile('newest', 'Newest ledger', doc.newest ? count(doc.newest.ledger) : '–',
        doc.newest ? 'closed ' + time(doc.newest.ageSeconds) + ' ago'
          : all.length > 0 ? 'none that can be read' : 'no ledger yet'),
      activity.lakeTip === undefined ? null
        : tile('lake', 'Lake’s tip', count(activity.lakeTip), activity.behind === undefined ? ''
          : activity.behind === 0 ? 'the store is level' : count(activity.behind) + ' ledgers behind'),
      tile('count', 'Chunks', count(all.length), all.length === 0 ? 'nothing stored'
        : STATES.map(([state]) => [state, all.filter(chunk => stateOf(chunk) === state).length])
          .filter(([, n]) => n > 0).map(([state, n]) => count(n) + ' ' + WORDS[state]).join(', ')),
      tile('files', 'Frozen files', bytes(files), hot > 0 ? 'and ' + bytes(hot) + ' hot' : 'no hot data')];
    for (const volume of volumes(doc.roots || [])) {
      const free = volume.root.freeBytes / Math.max(1, volume.root.totalBytes);
      tiles.push(tile('free-' + volume.names[0], 'Free space', bytes(volume.root.freeBytes),
        'of ' + bytes(volume.root.totalBytes) + ' for ' + volume.names.join(', '), 1 - free, free < 0.05));
    }
    put(at('tiles'), tiles);
  };

  // ---- running -----------------------------------------------------------------------------------

  const running = activity => {
    const tasks = activity.running || [];
    at('running').hidden = !SERVED;
    put(at('tasks'), tasks.length === 0
      ? [make('li', {class: 'muted'}, 'Nothing right now.')]
      : tasks.map(task => {
        const words = [count(task.ledgersDone) + ' of ' + count(task.ledgersTotal) + ' ledgers'];
        if (task.ledgersPerSecond > 0) words.push(count(Math.round(task.ledgersPerSecond)) + '/s');
        if (task.secondsLeft > 0) words.push(time(task.secondsLeft) + ' left');
        return make('li', {'data-chunk': task.chunk},
          make('span', {class: 'what'}, task.operation + ' ' + task.chunk),
          meter(task.ledgersDone / Math.max(1, task.ledgersTotal)),
          make('span', {class: 'muted'}, words.join(', ')));
      }));
  };

  // ---- the map -----------------------------------------------------------------------------------

  const range = () => {
    const numbers = [...chunks.keys()];
    if (numbers.length === 0) return [0, -1, -1];
    const low = numbers.reduce((a, b) => Math.min(a, b));
    const high = numbers.reduce((a, b) => Math.max(a, b));
    return [Math.floor(low / PER_ROW) * PER_ROW, Math.floor(high / PER_ROW) * PER_ROW + PER_ROW - 1, high];
  };
  const build = (first, last, high) => {
    cells = new Map();
    const rows = [];
    const total = (last - first + 1) / PER_ROW;
    for (let start = first; start <= last; start += PER_ROW) {
      const index = (start - first) / PER_ROW;
      const isLabelled = total <= 12 || index === 0 || start % (10 * PER_ROW) === 0;
      const row = make('div', {role: 'row', class: 'row', 'aria-rowindex': index + 1},
        make('span', {class: 'label', 'aria-hidden': 'true'}, isLabelled ? count(start) : ''));
      for (let number = start; number < start + PER_ROW; number++) {
        const cell = make('div', {role: 'gridcell', class: 'cell', tabindex: -1,
          'aria-colindex': number - start + 1, 'data-chunk': number});
        cells.set(number, cell);
        row.append(cell);
      }
      rows.push(row);
    }
    at('map').setAttribute('aria-rowcount', String(total));
    put(at('map'), rows);
    if (chosen === null || !cells.has(chosen)) chosen = high;
  };
  const paint = () => {
    for (const [number, cell] of cells) {
      const state = stateOf(chunks.get(number));
      const name = 'cell ' + state + (busy.has(number) ? ' busy' : '');
      if (cell.className !== name) { cell.className = name; cell.dataset.state = state; }
      const words = line(number);
      if (cell.getAttribute('aria-label') !== words) cell.setAttribute('aria-label', words);
    }
  };
  const map = () => {
    const [first, last, high] = range();
    at('empty').hidden = high >= 0;
    at('board').hidden = high < 0;
    at('text').hidden = high < 0;
    const rows = first + '-' + last;
    if (rows !== shownRows) {
      const hadFocus = at('map').contains(document.activeElement);
      build(first, last, high);
      shownRows = rows;
      fit();
      if (hadFocus && cells.has(chosen)) cells.get(chosen).focus();
    }
    paint();
    // What lies above the newest chunk or below the lowest is not missing.
    const low = [...chunks.keys()].reduce((a, b) => Math.min(a, b), high);
    const all = [...cells.keys()].filter(number => number >= low && number <= high)
      .map(number => stateOf(chunks.get(number)));
    put(at('legend'), STATES.map(([state, word]) => {
      const n = all.filter(it => it === state).length;
      return n === 0 ? null : make('li', {id: 'legend-' + state, 'data-count': n},
        make('span', {class: 'swatch ' + state, 'aria-hidden': 'true'}), word + ' ' + count(n));
    }));
    choose(chosen, false);
  };
  /** Whole pixels, or rows would differ in height; few rows are tall enough to be hit. */
  const fit = () => {
    const [, second] = cells.values();
    if (!second || second.offsetParent === null) return;
    const width = second.getBoundingClientRect().width;
    const rows = cells.size / PER_ROW;
    const least = rows <= 3 ? 26 : rows <= 12 ? 16 : 0;
    at('map').style.setProperty('--cell', Math.max(least, Math.round(width)) + 'px');
    at('map').classList.toggle('dense', width < 6 && rows > 12);
  };
  new ResizeObserver(fit).observe(at('map'));
  const choose = (number, focus) => {
    if (!cells.has(number)) return;
    if (cells.has(chosen)) {
      cells.get(chosen).tabIndex = -1;
      cells.get(chosen).removeAttribute('aria-selected');
    }
    chosen = number;
    const cell = cells.get(number);
    cell.tabIndex = 0;
    cell.setAttribute('aria-selected', 'true');
    if (focus) {
      at('map').classList.add('used');
      cell.focus();
    }
    facts(number);
  };
  const facts = number => {
    const chunk = chunks.get(number);
    const state = stateOf(chunk);
    const list = make('dl', {});
    const fact = (name, value) => list.append(make('dt', {}, name), make('dd', {}, value));
    const path = text => list.append(make('dd', {class: 'wide'}, make('code', {}, text)));
    fact('state', WORDS[state] || state);
    fact('sequences', count(number * LEDGERS + 2) + ' – ' + count((number + 1) * LEDGERS + 1));
    if (chunk) {
      if (chunk.highest) fact('highest there', count(chunk.highest));
      if (chunk.hot !== 'absent') { fact('hot data', chunk.hot + ', ' + bytes(chunk.hotBytes)); path(chunk.hotPath); }
      for (const [kind, file] of Object.entries(chunk.artifacts)) {
        fact(kind, file.state + (file.bytes === undefined ? '' : ', ' + bytes(file.bytes)));
        path(file.path);
      }
    }
    const task = busy.get(number);
    if (task) fact(task.operation, percent(task));
    const problems = chunk ? chunk.problems.map(problem => make('p', {}, problem.message)) : [];
    put(at('fact'), [make('h3', {}, make('span', {class: 'swatch ' + state, 'aria-hidden': 'true'}), 'Chunk ' + count(number)),
      list, ...problems]);
  };
  const KEYS = {ArrowRight: 1, ArrowLeft: -1, ArrowDown: PER_ROW, ArrowUp: -PER_ROW,
    PageDown: 10 * PER_ROW, PageUp: -10 * PER_ROW};
  at('map').addEventListener('keydown', event => {
    const numbers = [...cells.keys()];
    const first = numbers[0];
    const last = numbers[numbers.length - 1];
    let next = null;
    if (event.key in KEYS) next = chosen + KEYS[event.key];
    if (event.key === 'Home') next = event.ctrlKey ? first : chosen - chosen % PER_ROW;
    if (event.key === 'End') next = event.ctrlKey ? last : chosen - chosen % PER_ROW + PER_ROW - 1;
    if (next === null) return;
    event.preventDefault();
    if (Math.abs(KEYS[event.key] || 0) === 10 * PER_ROW) {
      const column = chosen % PER_ROW;
      next = Math.max(first + column, Math.min(last - PER_ROW + 1 + column, next));
    }
    if (next >= first && next <= last) { choose(next, true); hint(cells.get(next)); }
  });
  const cellOf = event => event.target.closest && event.target.closest('.cell');
  const hint = cell => {
    const tip = at('tip');
    if (!cell) { tip.hidden = true; return; }
    tip.textContent = cell.getAttribute('aria-label');
    tip.hidden = false;
    const box = cell.getBoundingClientRect();
    const left = Math.min(window.innerWidth - tip.offsetWidth - 8, Math.max(8, box.left - tip.offsetWidth / 2));
    const above = box.top - tip.offsetHeight - 8;
    tip.style.left = left + 'px';
    tip.style.top = (above > 4 ? above : box.bottom + 8) + 'px';
  };
  at('map').addEventListener('pointerover', event => hint(cellOf(event)));
  at('map').addEventListener('pointerleave', () => hint(null));
  at('map').addEventListener('focusout', () => hint(null));
  document.addEventListener('keydown', event => { if (event.key === 'Escape') hint(null); });
  window.addEventListener('scroll', () => hint(null), {passive: true});
  at('map').addEventListener('click', event => {
    const cell = cellOf(event);
    if (cell) choose(Number(cell.dataset.chunk), true);
  });
  at('go').addEventListener('submit', event => {
    event.preventDefault();
    const number = Number(at('number').value.replace(/[^0-9]/g, ''));
    if (cells.has(number)) {
      at('map').classList.add('used');
      choose(number, false);
    } else put(at('fact'), [make('p', {class: 'muted'}, 'Chunk ' + count(number) + ' is outside of the map.')]);
  });

  const rows = () => {
    const runs = [];
    for (const chunk of [...chunks.values()].sort((a, b) => a.chunk - b.chunk)) {
      const last = runs[runs.length - 1];
      const state = stateOf(chunk);
      if (last && last.state === state && last.to === chunk.chunk - 1) {
        last.to = chunk.chunk;
        last.highest = chunk.highest || last.highest;
        last.files += fileBytes(chunk);
        last.hot += chunk.hotBytes;
      } else {
        runs.push({from: chunk.chunk, to: chunk.chunk, state, highest: chunk.highest, files: fileBytes(chunk), hot: chunk.hotBytes});
      }
    }
    put(at('rows'), runs.map(run => make('tr', {},
      make('th', {scope: 'row'}, run.from === run.to ? count(run.from) : count(run.from) + '–' + count(run.to)),
      make('td', {}, WORDS[run.state] || run.state),
      make('td', {class: 'number'}, count(run.to - run.from + 1)),
      make('td', {class: 'number'}, run.highest ? count(run.highest) : '–'),
      make('td', {class: 'number'}, run.files > 0 ? bytes(run.files) : '–'),
      make('td', {class: 'number'}, run.hot > 0 ? bytes(run.hot) : '–'))));
  };

  // ---- failures ----------------------------------------------------------------------------------

  const steps = (notice, isOpen) => {
    if (!notice || notice.steps.length === 0) return null;
    const list = make('ol', {}, ...notice.steps.map(step => make('li', {}, step.words,
      step.command ? make('div', {}, make('code', {}, step.command)) : null)));
    return isOpen ? list : make('details', {}, make('summary', {}, 'what to do'), list);
  };
  const HELP = {1: 'the data is damaged: fetch or derive it again', 2: 'the request is wrong', 3: 'a later try may help', 4: 'an operator must act first'};
  const trouble = doc => {
    // What is the same stays: a reader may have opened its steps, or be copying them.
    const told = JSON.stringify([(doc.activity || {}).failures,
      [...chunks.values()].filter(chunk => chunk.problems.length > 0).map(chunk => [chunk.chunk, chunk.problems]), doc.unknown]);
    if (told === shownTrouble) return;
    shownTrouble = told;
    const items = [];
    for (const failed of (doc.activity || {}).failures || []) {
      items.push(make('li', {class: 'failure'},
        make('p', {}, make('span', {class: 'kind'}, failed.operation + (failed.chunk === undefined ? '' : ' of chunk ' + failed.chunk) + ' failed: ' + failed.type),
          make('span', {class: 'muted'}, ' ' + failed.at)),
        failed.message ? make('p', {}, failed.message) : null,
        make('p', {class: 'help'}, failed.help), steps(failed.notice, items.length < OPEN)));
    }
    for (const chunk of chunks.values()) {
      for (const problem of chunk.problems) {
        items.push(make('li', {class: 'problem-item', 'data-chunk': chunk.chunk},
          make('p', {}, make('span', {class: 'kind'}, 'chunk ' + chunk.chunk + ': ' + problem.type)),
          make('p', {}, problem.message),
          make('p', {class: 'help'}, HELP[problem.exitCode] || ''), steps(problem.notice, items.length < OPEN)));
      }
    }
    for (const entry of doc.unknown || []) {
      items.push(make('li', {class: 'unknown-item'}, make('p', {}, make('span', {class: 'kind'}, 'an unknown entry of the catalog')),
        make('p', {}, entry.problem + ': ', make('code', {}, entry.key + ' = ' + entry.value))));
    }
    if (items.length > MOST) {
      const more = items.length - MOST;
      items.splice(MOST, more, make('li', {class: 'quiet'}, 'and ' + count(more) + ' more; permafrost status has all'));
    }
    put(at('failures'), items.length > 0 ? items : [make('li', {class: 'quiet'}, 'None.')]);
  };

  // ---- all of it ---------------------------------------------------------------------------------

  const render = doc => {
    const activity = doc.activity || {};
    chunks = new Map(doc.chunks.map(chunk => [chunk.chunk, chunk]));
    busy = new Map((activity.running || []).map(task => [task.chunk, task]));
    at('network').textContent = doc.network || '';
    const health = at('health');
    const isWell = SERVED ? activity.healthy
      : doc.chunks.every(chunk => chunk.problems.length === 0) && (doc.unknown || []).length === 0;
    const word = SERVED ? (isWell ? 'well' : 'not well') : (isWell ? 'at rest' : 'with problems');
    if (health.textContent !== word) health.textContent = word;
    health.className = 'badge ' + (isWell ? (SERVED ? 'well' : '') : 'ill');
    const alarms = SERVED ? activity.troubles || [] : [];
    at('alarm').hidden = alarms.length === 0;
    if (at('alarm').textContent !== alarms.join('\n')) at('alarm').textContent = alarms.join('\n');
    overview(doc);
    running(activity);
    map();
    rows();
    trouble(doc);
    seen = {at: Date.now(), activity};
    tell();
    document.title = (isWell ? '' : '⚠ ') + 'Permafrost' + (doc.newest ? ' ' + count(doc.newest.ledger) : '');
    document.body.dataset.rendered = String(doc.chunks.length);
  };
  const tell = () => {
    if (!seen) return;
    at('updated').textContent = SERVED
      ? seen.activity.command + ', seen ' + time((Date.now() - seen.at) / 1000) + ' ago'
      : '';
  };

  const data = JSON.parse(at('data').textContent);
  if (!SERVED) {
    render(data);
    at('updated').textContent = data.at ? 'as of ' + data.at.slice(0, 16).replace('T', ' ') + ' UTC' : '';
    return;
  }
  at('health').textContent = 'connecting';
  const poll = async () => {
    let wait = 2000;
    let words = 'The process does not answer';
    try {
      const answer = await fetch('/status.json', {cache: 'no-store', signal: AbortSignal.timeout(20000)});
      if (!answer.ok) {
        words = 'The process answers: ' + (await answer.text()).trim();
        throw new Error(words);
      }
      const doc = await answer.json();
      render(doc);
      wait = doc.chunks.length > 1000 ? 5000 : 2000;
    } catch (error) {
      at('health').textContent = 'no answer';
      at('health').className = 'badge ill';
      at('alarm').hidden = false;
      at('alarm').textContent = words + (seen ? '; what is shown is ' + time((Date.now() - seen.at) / 1000) + ' old' : '') + '.';
    }
    if (document.hidden) await new Promise(done => document.addEventListener('visibilitychange', done, {once: true}));
    setTimeout(poll, wait);
  };
  setInterval(tell, 1000);
  poll();
})();
