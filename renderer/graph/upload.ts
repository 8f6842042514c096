// What a program draws goes to the graphics memory when it changed, not with every frame: moving the camera changes none of it.
import type { ProgramInfo } from 'sigma/rendering';

export class Upload {
  private version = 0;
  private readonly sent = new WeakMap<ProgramInfo, number>();

  changed(): void {
    this.version += 1;
  }

  /** `attach` names the attributes, from an offset in bytes. */
  bind(program: ProgramInfo, array: Float32Array, attach: (offset: number) => void): void {
    const { gl, buffer } = program;
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    attach(0);
    if (this.sent.get(program) !== this.version) {
      gl.bufferData(gl.ARRAY_BUFFER, array, gl.DYNAMIC_DRAW);
      this.sent.set(program, this.version);
    }
    gl.bindBuffer(gl.ARRAY_BUFFER, null);
  }
}
