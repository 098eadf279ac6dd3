// A drawing that the reader can move and zoom: by dragging, by pinching, with Ctrl and the wheel, and with
// the keyboard.

const NAMESPACE = "http://www.w3.org/2000/svg";
const MIN_SCALE = 0.15;
const MAX_SCALE = 3;
// Text of 11.5 px, the smallest in a box, has 9.5 px at this scale.
const READABLE_SCALE = 0.83;
const MARGIN = 24;
// On a narrow screen the canvas is as high as the drawing at that scale, with room for the controls, within these bounds.
const NARROW = matchMedia("(max-width: 48rem)");
const HEIGHT = { least: 240, controls: 56, share: 0.7 };
// How much of the canvas a drawing that is moved aside still covers.
const KEPT = 0.3;

export class View {
  constructor(canvas) {
    this.canvas = canvas;
    this.svg = document.createElementNS(NAMESPACE, "svg");
    this.svg.setAttribute("class", "gb-lineage");
    this.svg.setAttribute("role", "group");
    this.svg.setAttribute("aria-label", "Products and the flows between them");
    this.content = document.createElementNS(NAMESPACE, "g");
    this.svg.append(this.content);
    canvas.append(this.svg);
    this.at = { x: 0, y: 0, scale: 1 };
    this.size = { width: 0, height: 0 };
    this.dragged = false;
    this.pointers = new Map();
    canvas.addEventListener("pointerdown", (event) => this.startDrag(event));
    canvas.addEventListener("pointermove", (event) => this.drag(event));
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, (event) => this.endDrag(event));
    canvas.addEventListener("wheel", (event) => this.handleWheel(event), { passive: false });
    canvas.addEventListener("keydown", (event) => this.handleKey(event));
  }

  show(parts, { width, height }) {
    this.content.replaceChildren(...parts);
    this.size = { width, height };
    const wanted = Math.round(height * READABLE_SCALE) + 2 * MARGIN + HEIGHT.controls;
    const most = Math.max(HEIGHT.least, Math.round(innerHeight * HEIGHT.share));
    const isBounded = NARROW.matches && !document.fullscreenElement;
    this.canvas.style.height = isBounded ? `${Math.min(Math.max(wanted, HEIGHT.least), most)}px` : "";
  }

  /** Shows the whole drawing, enlarging nothing. */
  fit() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const room = Math.min((width - 2 * MARGIN) / this.size.width, (height - 2 * MARGIN) / this.size.height, 1);
    const scale = Math.max(room || 1, MIN_SCALE);
    this.at = { scale, x: (width - this.size.width * scale) / 2, y: (height - this.size.height * scale) / 2 };
    this.apply();
  }

  /**
   * Shows the whole drawing if it is readable then, otherwise a box with its surroundings: at `place` on the screen,
   * or in the middle. Where the drawing is larger than the canvas, it covers the canvas.
   */
  settle(corner, size, place = undefined) {
    const scale = Math.max(this.at.scale, READABLE_SCALE);
    this.fit();
    if (this.at.scale >= READABLE_SCALE) return;
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const used = place ? Math.min(scale, 1) : READABLE_SCALE;
    const start = (room, all, wanted) => {
      const length = all * used;
      return length <= room - 2 * MARGIN ? (room - length) / 2 : Math.max(Math.min(wanted, MARGIN), room - MARGIN - length);
    };
    const x = place ? place.x - corner.x * used : width / 2 - (corner.x + size.width / 2) * used;
    const y = place ? place.y - corner.y * used : height / 2 - (corner.y + size.height / 2) * used;
    this.at = { scale: used, x: start(width, this.size.width, x), y: start(height, this.size.height, y) };
    this.apply();
  }

  /** Where a corner is on the canvas. */
  place(corner) {
    return { x: this.at.x + corner.x * this.at.scale, y: this.at.y + corner.y * this.at.scale };
  }

  /** Moves the drawing, part of which stays in view. */
  shift(x, y) {
    const within = (at, length, room) => Math.max(Math.min(at, room * (1 - KEPT)), room * KEPT - length);
    this.at.x = within(this.at.x + x, this.size.width * this.at.scale, this.canvas.clientWidth);
    this.at.y = within(this.at.y + y, this.size.height * this.at.scale, this.canvas.clientHeight);
    this.apply();
  }

  scaleBy(factor, x = this.canvas.clientWidth / 2, y = this.canvas.clientHeight / 2) {
    const scale = Math.min(Math.max(this.at.scale * factor, MIN_SCALE), MAX_SCALE);
    const ratio = scale / this.at.scale;
    this.at = { scale, x: x - (x - this.at.x) * ratio, y: y - (y - this.at.y) * ratio };
    this.apply();
  }

  /** Moves just far enough to bring a box into view. */
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

  /** Updates at most once per frame. */
  apply() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      const { x, y, scale } = this.at;
      this.content.setAttribute("transform", `translate(${x} ${y}) scale(${scale})`);
    });
  }

  startDrag(event) {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    this.dragged = false;
    this.travel = 0;
  }

  drag(event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const others = [...this.pointers].filter(([id]) => id !== event.pointerId).map(([, pointer]) => pointer);
    this.pointers.set(event.pointerId, now);
    this.travel += Math.hypot(now.x - before.x, now.y - before.y);
    // A click may move the pointer a little.
    if (this.travel < 5) return;
    if (!this.dragged) this.canvas.setPointerCapture(event.pointerId);
    this.dragged = true;
    this.canvas.classList.add("moving");
    if (others.length) {
      const frame = this.canvas.getBoundingClientRect();
      const length = (pointer) => Math.hypot(pointer.x - others[0].x, pointer.y - others[0].y);
      this.scaleBy(length(now) / length(before), (now.x + others[0].x) / 2 - frame.left, (now.y + others[0].y) / 2 - frame.top);
    } else {
      this.shift(now.x - before.x, now.y - before.y);
    }
  }

  endDrag(event) {
    this.pointers.delete(event.pointerId);
    this.canvas.classList.remove("moving");
  }

  handleWheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const frame = this.canvas.getBoundingClientRect();
    this.scaleBy(Math.exp(-event.deltaY / 300), event.clientX - frame.left, event.clientY - frame.top);
  }

  handleKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const shift = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
    const factor = { "+": 1.25, "=": 1.25, "-": 0.8 }[event.key];
    if (shift) this.shift(...shift);
    else if (factor) this.scaleBy(factor);
    else if (event.key === "0") this.fit();
    else return;
    event.preventDefault();
  }
}
