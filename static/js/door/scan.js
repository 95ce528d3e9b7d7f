/* The phone's camera reads tickets: the browser's own detector where there is one, else the packaged
   scanner, which is loaded only then. */
async function detector(fallback) {
  if ("BarcodeDetector" in window) {
    const kinds = await window.BarcodeDetector.getSupportedFormats().catch(() => []);
    if (kinds.includes("qr_code")) return new window.BarcodeDetector({ formats: ["qr_code"] });
  }
  const { decodeQR } = await import(fallback);
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  return {
    async detect(video) {
      const side = Math.min(video.videoWidth, video.videoHeight);
      canvas.width = canvas.height = Math.min(side, 480);
      const [left, top] = [(video.videoWidth - side) / 2, (video.videoHeight - side) / 2];
      pen.drawImage(video, left, top, side, side, 0, 0, canvas.width, canvas.height);
      try {
        return [{ rawValue: decodeQR(pen.getImageData(0, 0, canvas.width, canvas.height)) }];
      } catch {
        return [];
      }
    },
  };
}

/* Read codes until the dialog closes; `found` is called once for each new one. */
export async function scan(dialog, fallback, found) {
  const video = dialog.querySelector("video");
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: { ideal: "environment" } },
  });
  const eye = await detector(fallback);
  video.srcObject = stream;
  await video.play();
  dialog.showModal();
  let last = "";
  while (dialog.open) {
    const [code] = video.readyState > 1 ? await eye.detect(video).catch(() => []) : [];
    if (code && code.rawValue !== last) found((last = code.rawValue));
    await new Promise((next) => setTimeout(next, 150));
  }
  stream.getTracks().forEach((track) => track.stop());
  video.srcObject = null;
}
