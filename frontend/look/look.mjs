// Looks at the built page against the in-memory program: a picture of each screen, light and dark, at three sizes, with the
// product's content-security policy, and axe on each. Fails on any violation, page error or console message.
//   npm run build:fake && node look/look.mjs OUTPUT_FOLDER [screen…]
import { createReadStream, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join, normalize } from 'node:path';
import { chromium } from 'playwright-core';

const root = new URL('../dist-fake/', import.meta.url).pathname;
const [out = 'look-out', ...only] = process.argv.slice(2);
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2' };
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'";

const type = async (page, label, text) => page.getByLabel(label, { exact: true }).first().fill(text);
const openFirst = async (page) => {
  await page.getByText('ESC-').first().waitFor();
  await page.getByText('Repository storage nodes').first().click();
  await page.getByRole('heading', { name: 'Exit criteria' }).waitFor();
  if (page.viewportSize().width > 1180) await page.locator('.sim').first().waitFor();
};

/** Each screen: the address, and what a person does there before the picture. */
const SCREENS = {
  start: { query: '?start', ready: 'Set up this workspace' },
  empty: { query: '?empty', ready: 'No escalations yet' },
  list: { ready: 'ESC-' },
  filter: {
    ready: 'ESC-',
    act: async (page) => {
      await page.keyboard.press('f');
      await page.locator('.menu').getByText('Critical').click();
    },
  },
  today: {
    hash: '#/today',
    ready: 'Tell the customer',
    act: async (page) => {
      await page.keyboard.press('j');
    },
  },
  ask: {
    hash: '#/today',
    ready: 'Tell the customer',
    act: async (page) => {
      await page.keyboard.press('s');
      await page.getByText('In an hour').click();
    },
  },
  movers: { hash: '#/movers', ready: 'customer heard' },
  policy: {
    hash: '#/policy',
    ready: 'Common values',
    act: (page) => page.getByText('Tell the customer').first().waitFor(),
  },
  files: {
    hash: '#/policy',
    ready: 'Common values',
    act: async (page) => {
      await page.keyboard.press('3');
      await page.getByLabel('Text of cadence.yaml').fill('- id: customer\n  at:\n    critical: {due: soon}\n');
      await page.getByText('no length of time').waitFor();
    },
  },
  board: {
    hash: '#/list/escalation?as=board',
    ready: 'Seeking DRI',
    act: (page) => page.locator('.col li[role=option]').first().waitFor(),
  },
  view: {
    hash: '#/list/escalation?severity=critical&sort=-created',
    ready: 'ESC-',
    act: async (page) => {
      await page.getByRole('button', { name: 'Save this view' }).click();
      await page.getByLabel('Name of this view').fill('Critical');
      await page.keyboard.press('Enter');
      await page.getByText('is in the rail now').waitFor();
    },
  },
  long: {
    query: '?many=100000',
    ready: 'ESC-',
    act: async (page) => {
      await page.keyboard.press('End');
      await page.getByRole('grid').focus();
      await page.keyboard.press('End');
      await page.waitForTimeout(300);
    },
  },
  peek: {
    ready: 'ESC-',
    act: async (page) => {
      await page.keyboard.press('Space');
      await page.locator('.glance').waitFor();
    },
  },
  case: { ready: 'ESC-', act: openFirst },
  why: {
    ready: 'ESC-',
    act: async (page) => {
      await openFirst(page);
      const why = page.getByRole('button', { name: 'Why', exact: true });
      if (await why.count()) await why.first().click();
    },
  },
  timeline: {
    ready: 'ESC-',
    act: async (page) => {
      await openFirst(page);
      await page.keyboard.press('2');
      await page.keyboard.press('j');
      await page.keyboard.press('j');
    },
  },
  tasks: {
    ready: 'ESC-',
    act: async (page) => {
      await openFirst(page);
      await page.keyboard.press('3');
    },
  },
  history: {
    ready: 'ESC-',
    act: async (page) => {
      await openFirst(page);
      await page.locator('.fact select').first().selectOption('high');
      await page.getByRole('tab', { name: 'History' }).click();
      await page.getByText('Changed severity').waitFor();
    },
  },
  search: {
    hash: '#/search',
    ready: 'Search everything',
    act: async (page) => {
      await type(page, 'Search all text', '"connection reset"');
      await page
        .getByText(/\d records/)
        .first()
        .waitFor();
      if (page.viewportSize().width > 1180) await page.locator('.glance').waitFor();
    },
  },
  new: {
    hash: '#/new/escalation',
    ready: 'New escalation',
    act: async (page) => {
      await type(page, 'Title', 'Storage nodes refuse connections after the upgrade');
      await type(page, 'Description', 'connection reset by peer and code = Unavailable on node 3');
      await page.waitForTimeout(500);
    },
  },
  call: {
    ready: 'ESC-',
    act: async (page) => {
      await openFirst(page);
      await page.keyboard.press('c');
      await page.getByLabel('Note', { exact: true }).waitFor();
      for (const note of [
        'Veldhoorn joined: the platform lead and two of her team. Node 3 refuses connections.',
        '/quote “We cannot publish the timetable.”',
        '/question Which secret does node 3 hold since the restart?',
        '/internal Do not promise the rollback before the network freeze is confirmed.',
        '/action Ruth: copy the secret, restart node 3, before 14:15',
        'that is not good',
      ]) {
        await page.keyboard.type(note);
        await page.keyboard.press('Enter');
      }
      await page.getByText('A reader later').waitFor();
      await page.keyboard.type('connection reset by peer on node 3 /');
      await page.waitForTimeout(600);
    },
  },
  commands: {
    hash: '#/list/call',
    ready: 'CALL-',
    act: async (page) => {
      await page.keyboard.press('c');
      await page.getByLabel('Note', { exact: true }).waitFor();
      await page.keyboard.type('/');
      await page.getByRole('option', { name: '/decision' }).waitFor();
    },
  },
  palette: {
    ready: 'ESC-',
    act: async (page) => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('st');
      await page.waitForTimeout(200);
    },
  },
  keys: {
    ready: 'ESC-',
    act: async (page) => {
      await page.keyboard.press('?');
    },
  },
  import: {
    hash: '#/import',
    ready: 'Bring cases in',
    act: async (page) => {
      await page.getByRole('button', { name: 'Choose files…' }).click();
      await page.getByText('Columns').waitFor();
    },
  },
  importing: {
    hash: '#/import',
    ready: 'Bring cases in',
    act: async (page) => {
      await page.getByRole('button', { name: 'Choose files…' }).click();
      await page.getByRole('button', { name: 'Take it in' }).click();
      await page.getByText('Taking it in').waitFor();
    },
  },
  document: {
    ready: 'ESC-',
    act: async (page) => {
      await openFirst(page);
      await page.getByRole('button', { name: 'RCA' }).click();
      await page.getByRole('heading', { name: 'Summary' }).waitFor();
      await page.locator('label', { hasText: 'Customer' }).click();
      await page.getByText('Customer version.').waitFor();
    },
  },
  bin: {
    ready: 'ESC-',
    act: async (page) => {
      await page.keyboard.press('Delete');
      await page.getByText('deleted', { exact: false }).first().waitFor();
      await page.keyboard.press('g');
      await page.keyboard.press('b');
      await page.getByText('days left').waitFor();
    },
  },
  customer: {
    hash: '#/list/customer',
    ready: 'CUS-',
    act: async (page) => {
      await page.getByText('Pallaspoint Orbital').first().click();
      await page.getByRole('heading', { name: 'Other names' }).waitFor();
    },
  },
  settings: { hash: '#/settings', ready: 'Time zone' },
  trouble: { query: '?broken', ready: 'not open' },
};
const SIZES = { small: [1024, 640], usual: [1440, 900], wide: [3840, 2160] };

const server = createServer((request, response) => {
  const path = normalize(new URL(request.url, 'http://page').pathname).replace(/^\/$/, '/fake.html');
  const file = join(root, path);
  if (!file.startsWith(root) || !existsSync(file)) return void response.writeHead(404).end();
  response.writeHead(200, {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'content-security-policy': CSP,
  });
  createReadStream(file).pipe(response);
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const address = `http://127.0.0.1:${server.address().port}/`;

mkdirSync(out, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
const wrong = [];

async function look(name, screen, theme, size) {
  const [width, height] = SIZES[size];
  const context = await browser.newContext({ viewport: { width, height }, bypassCSP: false });
  const page = await context.newPage();
  page.on('pageerror', (error) => wrong.push(`${name}: ${error.message}`));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) wrong.push(`${name}: ${message.text()}`);
  });
  const query = new URLSearchParams(screen.query ?? '');
  query.set('theme', theme);
  await page.goto(`${address}?${query}${screen.hash ?? ''}`);
  try {
    await page.getByText(screen.ready).first().waitFor({ timeout: 15_000 });
    await screen.act?.(page);
  } catch (error) {
    wrong.push(`${name} ${theme} ${size}: ${error.message.split('\n')[0]}`);
  }
  await page.waitForTimeout(250);
  await page.screenshot({ path: join(out, `${name}-${theme}-${size}.png`) });
  if (size !== 'wide') {
    await page.evaluate(axeSource);
    const result = await page.evaluate(() =>
      globalThis.axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      }),
    );
    for (const v of result.violations)
      wrong.push(
        `${name} ${theme} ${size}: axe ${v.id}: ${v.help}: ${v.nodes
          .slice(0, 3)
          .map((n) => n.target.join(' '))
          .join(' | ')}`,
      );
  }
  await context.close();
}

for (const [name, screen] of Object.entries(SCREENS)) {
  if (only.length && !only.includes(name)) continue;
  await look(name, screen, 'light', 'usual');
  await look(name, screen, 'dark', 'usual');
  await look(name, screen, 'light', 'small');
  if (['today', 'list', 'board', 'case', 'search', 'timeline', 'call'].includes(name))
    await look(name, screen, 'light', 'wide');
}
await browser.close();
server.close();
for (const line of new Set(wrong)) process.stdout.write(`${line}\n`);
process.exitCode = wrong.length ? 1 : 0;
