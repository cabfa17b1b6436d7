/** Sharp enough for a page that is printed, or a screen of double density. */
const SCALE = 2;

/** Draws an SVG file on a ground of one color. */
export async function svgToPng(svg: string, ground: string): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(image.naturalWidth * SCALE));
    canvas.height = Math.max(1, Math.round(image.naturalHeight * SCALE));
    const context = canvas.getContext('2d');
    if (!context) {
      throw new TypeError('Cannot draw the picture: the browser gives no canvas');
    }
    context.fillStyle = ground;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob(blob =>
        blob ? resolve(blob) : reject(new TypeError('Cannot write the picture as PNG'))
      )
    );
  } finally {
    URL.revokeObjectURL(address);
  }
}
