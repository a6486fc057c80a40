/** A chart drawn once more, as a picture to paste elsewhere: at twice the size, in the colours of the page. */

export interface Bar {
  label: string;
  parts: { value: number; token: string }[];
}
export interface Chart {
  title: string;
  bars: Bar[];
  /** Bars stand beside each other, not below. */
  upright?: boolean;
}

const SCALE = 2;
const EDGE = 24;
const HEAD = 44;
const ROW = 26;
const WIDE = 720;
const LABEL = 240;
const TALL = 220;

const total = (b: Bar): number => b.parts.reduce((n, p) => n + p.value, 0);

class Pen {
  readonly canvas = document.createElement('canvas');
  private readonly ink = this.canvas.getContext('2d');
  private readonly look = getComputedStyle(document.documentElement);

  constructor(width: number, height: number, title: string) {
    this.canvas.width = width * SCALE;
    this.canvas.height = height * SCALE;
    this.ink?.scale(SCALE, SCALE);
    this.box(0, 0, width, height, '--surface');
    this.text(title, EDGE, EDGE + 6, '--ink', 600);
  }
  box(x: number, y: number, w: number, h: number, token: string): void {
    if (!this.ink) return;
    this.ink.fillStyle = this.look.getPropertyValue(token);
    this.ink.fillRect(x, y, w, h);
  }
  text(said: string, x: number, y: number, token: string, weight = 400, most = WIDE): void {
    if (!this.ink) return;
    this.ink.fillStyle = this.look.getPropertyValue(token);
    this.ink.font = `${weight} 13px Inter, sans-serif`;
    this.ink.textBaseline = 'middle';
    let shown = said;
    while (shown.length > 1 && this.ink.measureText(shown).width > most) shown = `${shown.slice(0, -2).trimEnd()}…`;
    this.ink.fillText(shown, x, y);
  }
}

function across(chart: Chart, most: number): HTMLCanvasElement {
  const pen = new Pen(WIDE, HEAD + chart.bars.length * ROW + EDGE, chart.title);
  const room = WIDE - 2 * EDGE - LABEL - 40;
  chart.bars.forEach((bar, i) => {
    const y = HEAD + i * ROW + ROW / 2;
    pen.text(bar.label, EDGE, y, '--ink-2', 400, LABEL - 12);
    let x = EDGE + LABEL;
    for (const part of bar.parts) {
      const w = (room * part.value) / most;
      pen.box(x, y - 6, w, 12, part.token);
      x += w;
    }
    pen.text(String(total(bar)), x + 8, y, '--ink-2');
  });
  return pen.canvas;
}

function upright(chart: Chart, most: number): HTMLCanvasElement {
  const pen = new Pen(WIDE, HEAD + TALL + EDGE + 16, chart.title);
  const step = (WIDE - 2 * EDGE) / Math.max(1, chart.bars.length);
  chart.bars.forEach((bar, i) => {
    const x = EDGE + i * step;
    let y = HEAD + TALL;
    for (const part of bar.parts) {
      const h = ((TALL - 20) * part.value) / most;
      y -= h;
      pen.box(x, y, step - 2, h, part.token);
    }
    if (total(bar)) pen.text(String(total(bar)), x, y - 9, '--ink-2', 400, step);
    if (i % 4 === 0) pen.text(bar.label, x, HEAD + TALL + 14, '--ink-3');
  });
  pen.box(EDGE, HEAD + TALL, WIDE - 2 * EDGE, 1, '--line-2');
  return pen.canvas;
}

export function draw(chart: Chart): HTMLCanvasElement {
  const most = Math.max(1, ...chart.bars.map(total));
  return chart.upright ? upright(chart, most) : across(chart, most);
}
