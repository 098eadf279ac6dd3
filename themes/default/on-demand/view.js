// A drawing that can be moved and made larger: by dragging, by two fingers, by the wheel with Ctrl,
// and by the keys.

const NAMESPACE = "http://www.w3.org/2000/svg";
const LEAST = 0.15;
const MOST = 3;
// Words are read from this size on.
const READABLE = 0.65;
const MARGIN = 24;

export class View {
  constructor(canvas) {
    this.canvas = canvas;
    this.pictured = document.createElementNS(NAMESPACE, "svg");
    this.pictured.setAttribute("class", "gb-lineage");
    this.pictured.setAttribute("role", "group");
    this.pictured.setAttribute("aria-label", "Products and what flows between them");
    this.moved = document.createElementNS(NAMESPACE, "g");
    this.pictured.append(this.moved);
    canvas.append(this.pictured);
    this.at = { x: 0, y: 0, scale: 1 };
    this.size = { width: 0, height: 0 };
    this.dragged = false;
    this.fingers = new Map();
    canvas.addEventListener("pointerdown", (event) => this.down(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, (event) => this.up(event));
    canvas.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    canvas.addEventListener("keydown", (event) => this.key(event));
  }

  show(parts, { width, height }) {
    this.moved.replaceChildren(...parts);
    this.size = { width, height };
  }

  /** The whole drawing, but not larger than it is. */
  fit() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const room = Math.min((width - 2 * MARGIN) / this.size.width, (height - 2 * MARGIN) / this.size.height, 1);
    const scale = Math.max(room || 1, LEAST);
    this.at = { scale, x: (width - this.size.width * scale) / 2, y: (height - this.size.height * scale) / 2 };
    this.apply();
  }

  /** The whole drawing if it can be read then; else what can be seen around a box. */
  centre(corner, size) {
    this.fit();
    if (this.at.scale >= READABLE) return;
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const start = (room, all, middle) => {
      const [length, wanted] = [all * READABLE, room / 2 - middle * READABLE];
      return length <= room ? (room - length) / 2 : Math.max(Math.min(wanted, MARGIN), room - MARGIN - length);
    };
    this.at = {
      scale: READABLE,
      x: start(width, this.size.width, corner.x + size.width / 2),
      y: start(height, this.size.height, corner.y + size.height / 2),
    };
    this.apply();
  }

  /** By lengths of the drawing, not of the screen. */
  moveBy(x, y) {
    this.at.x += x * this.at.scale;
    this.at.y += y * this.at.scale;
    this.apply();
  }

  scaleBy(factor, x = this.canvas.clientWidth / 2, y = this.canvas.clientHeight / 2) {
    const scale = Math.min(Math.max(this.at.scale * factor, LEAST), MOST);
    const grown = scale / this.at.scale;
    this.at = { scale, x: x - (x - this.at.x) * grown, y: y - (y - this.at.y) * grown };
    this.apply();
  }

  /** Moves no more than is needed for a box to be seen. */
  bringIn(corner, size) {
    const shift = (start, length, room) => {
      if (start < MARGIN) return MARGIN - start;
      return Math.min(0, room - MARGIN - start - length);
    };
    const { x, y, scale } = this.at;
    this.at.x += shift(x + corner.x * scale, size.width * scale, this.canvas.clientWidth);
    this.at.y += shift(y + corner.y * scale, size.height * scale, this.canvas.clientHeight);
    this.apply();
  }

  /** Once a frame, however many events ask for it. */
  apply() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      const { x, y, scale } = this.at;
      this.moved.setAttribute("transform", `translate(${x} ${y}) scale(${scale})`);
    });
  }

  down(event) {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    this.fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    this.dragged = false;
    this.path = 0;
  }

  move(event) {
    const before = this.fingers.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const others = [...this.fingers].filter(([id]) => id !== event.pointerId).map(([, finger]) => finger);
    this.fingers.set(event.pointerId, now);
    this.path += Math.hypot(now.x - before.x, now.y - before.y);
    // A hand is never quite still: a click may move a little.
    if (this.path < 5) return;
    if (!this.dragged) this.canvas.setPointerCapture(event.pointerId);
    this.dragged = true;
    this.canvas.classList.add("moving");
    if (others.length) {
      const frame = this.canvas.getBoundingClientRect();
      const length = (finger) => Math.hypot(finger.x - others[0].x, finger.y - others[0].y);
      this.scaleBy(length(now) / length(before), (now.x + others[0].x) / 2 - frame.left, (now.y + others[0].y) / 2 - frame.top);
    } else {
      this.at.x += now.x - before.x;
      this.at.y += now.y - before.y;
      this.apply();
    }
  }

  up(event) {
    this.fingers.delete(event.pointerId);
    this.canvas.classList.remove("moving");
  }

  wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const frame = this.canvas.getBoundingClientRect();
    this.scaleBy(Math.exp(-event.deltaY / 300), event.clientX - frame.left, event.clientY - frame.top);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
    const factor = { "+": 1.25, "=": 1.25, "-": 0.8 }[event.key];
    if (way) {
      this.at.x += way[0];
      this.at.y += way[1];
      this.apply();
    } else if (factor) this.scaleBy(factor);
    else if (event.key === "0") this.fit();
    else return;
    event.preventDefault();
  }
}
