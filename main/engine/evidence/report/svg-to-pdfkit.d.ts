// What this room uses of svg-to-pdfkit; the package brings no types.
declare module 'svg-to-pdfkit' {
  function SVGtoPDF(
    document: unknown,
    svg: string,
    x: number,
    y: number,
    options: { width: number; height: number; assumePt: boolean; preserveAspectRatio: string; fontCallback: (family: string) => string },
  ): void;
  export = SVGtoPDF;
}
