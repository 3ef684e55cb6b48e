/** Pens: what draws on a canvas. */

/** A pen for an empty canvas; where time runs down, along and across change places. */
export function penOf(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
  ratio: number,
  turned: boolean,
): CanvasRenderingContext2D | null {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const pen = canvas.getContext('2d');
  pen?.setTransform(1, 0, 0, 1, 0, 0);
  pen?.clearRect(0, 0, width, height);
  if (turned) pen?.setTransform(0, ratio, ratio, 0, 0, 0);
  else pen?.setTransform(ratio, 0, 0, ratio, 0, 0);
  return pen;
}
