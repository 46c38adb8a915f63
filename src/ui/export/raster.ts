/** From an SVG document to pixels, by the browser itself. */

/** Device pixels per pixel of the picture: sharp on the screens that people have. */
const SHARPNESS = 2;

/** Draws the document on a canvas of its size times `scale`. Rejects if the browser cannot read it. */
export async function rasterOf(svg: string, scale: number): Promise<CanvasRenderingContext2D> {
  const image = new Image();
  // A data address: a blob's would taint the canvas in some browsers
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(image.naturalWidth * scale);
  canvas.height = Math.round(image.naturalHeight * scale);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('this browser gives no 2D canvas');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return context;
}

export async function pngOf(svg: string): Promise<Blob> {
  const { canvas } = await rasterOf(svg, SHARPNESS);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('the picture is too large for this browser')) : resolve(blob)), 'image/png');
  });
}
