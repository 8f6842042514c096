// What the programs of nodes and lines have in common: how the stage lies in the window, told to the graphics card once a frame.
import type { ProgramInfo } from 'sigma/rendering';
import type { RenderParams } from 'sigma/types';

export const UNIFORMS = ['u_matrix', 'u_viewport', 'u_sizeRatio'] as const;
export type Uniform = (typeof UNIFORMS)[number];
export const FLOAT = WebGLRenderingContext.FLOAT;
export const BYTE = WebGLRenderingContext.UNSIGNED_BYTE;

export function setFrame(params: RenderParams, { gl, uniformLocations }: ProgramInfo): void {
  gl.uniformMatrix3fv(uniformLocations['u_matrix'] as WebGLUniformLocation, false, params.matrix);
  gl.uniform2f(uniformLocations['u_viewport'] as WebGLUniformLocation, params.width, params.height);
  gl.uniform1f(uniformLocations['u_sizeRatio'] as WebGLUniformLocation, params.sizeRatio);
}
