// Draws a transfer as a pipe: the walls are the recorded output (always solid), the filling is the share the policy
// assigns, in the pattern of its kind of statement. Readable without colour. All geometry is in screen pixels.
import { EdgeProgram, type ProgramInfo } from 'sigma/rendering';
import type { EdgeDisplayData, NodeDisplayData, RenderParams } from 'sigma/types';
import { floatColor } from 'sigma/utils';
import { BYTE, FLOAT, setFrame, UNIFORMS, type Uniform } from './programFrame.ts';

const VERTEX = /* glsl */ `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_start;
attribute vec2 a_end;
attribute vec2 a_radii;
attribute vec3 a_pipe;      // half width in px, share, pattern
attribute vec2 a_corner;    // along 0..1, across -1..1
uniform mat3 u_matrix;
uniform vec2 u_viewport;
uniform float u_sizeRatio;
varying vec4 v_color;
varying vec2 v_place;       // px from the start, px from the axis
varying float v_length;
varying vec3 v_pipe;
const float bias = 255.0 / 254.0;
void main() {
  vec2 start = (u_matrix * vec3(a_start, 1.0)).xy * u_viewport * 0.5;
  vec2 end = (u_matrix * vec3(a_end, 1.0)).xy * u_viewport * 0.5;
  vec2 way = end - start;
  float whole = max(length(way), 0.001);
  vec2 along = way / whole;
  vec2 across = vec2(-along.y, along.x);
  float from = a_radii.x / u_sizeRatio + 1.0;
  float to = max(from + 1.0, whole - a_radii.y / u_sizeRatio - 1.0);
  float half_px = max(0.8, a_pipe.x / u_sizeRatio);
  // Room for the head, which is wider than the pipe.
  float reach = half_px * 1.9 + 4.0;
  vec2 place = start + along * mix(from, to, a_corner.x) + across * reach * a_corner.y;
  gl_Position = vec4(place / (u_viewport * 0.5), 0.0, 1.0);
  v_place = vec2((to - from) * a_corner.x, reach * a_corner.y);
  v_length = to - from;
  v_pipe = vec3(half_px, a_pipe.yz);
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
}
`;

const FRAGMENT = /* glsl */ `
precision highp float;
varying vec4 v_color;
varying vec2 v_place;
varying float v_length;
varying vec3 v_pipe;
float inside(float distance_px) { return 1.0 - smoothstep(-0.5, 0.5, distance_px); }
void main() {
  float half_px = v_pipe.x;
  float share = v_pipe.y;
  float pattern = v_pipe.z;
  float away = abs(v_place.y);
  float left = v_length - v_place.x;
  float head = half_px * 2.2 + min(5.5, half_px * 2.5);
  #ifdef PICKING_MODE
  if (away > half_px + 2.0) discard;
  gl_FragColor = v_color;
  #else
  float alpha = 0.0;
  if (left < head) {
    // The head: solid, so that direction reads at any size.
    alpha = inside(away - left / head * (half_px * 1.4 + min(3.5, half_px * 1.6)));
  } else if (half_px < 1.7) {
    // Too thin for walls and filling: one line, fainter.
    alpha = inside(away - 0.5) * 0.55;
  } else {
    float wall = inside(abs(away - half_px + 0.6) - 0.6);
    float fill_half = max(0.9, share * (half_px - 1.2));
    float fill = inside(away - fill_half);
    float along = v_place.x;
    float tone = 1.0;
    if (pattern > 3.5) {
      // assumption: long dash, dot
      float p = mod(along, 17.0);
      tone = (p < 9.0 || (p > 12.0 && p < 14.0)) ? 0.72 : 0.10;
    } else if (pattern > 2.5) {
      tone = mod(along, 6.0) < 2.0 ? 0.85 : 0.0;
    } else if (pattern > 1.5) {
      tone = mod(along, 13.0) < 7.0 ? 0.85 : 0.0;
    } else if (pattern > 0.5) {
      tone = 0.45;
    }
    alpha = max(wall * 0.85, fill * tone);
  }
  float a = alpha * v_color.a;
  gl_FragColor = vec4(v_color.rgb * a, a);
  #endif
}
`;

export interface PipeData extends EdgeDisplayData {
  readonly share?: number;
  readonly pattern?: number;
}

export class PipeProgram extends EdgeProgram<Uniform> {
  getDefinition() {
    return {
      VERTICES: 6,
      VERTEX_SHADER_SOURCE: VERTEX,
      FRAGMENT_SHADER_SOURCE: FRAGMENT,
      METHOD: WebGLRenderingContext.TRIANGLES as 4,
      UNIFORMS,
      ATTRIBUTES: [
        { name: 'a_start', size: 2, type: FLOAT },
        { name: 'a_end', size: 2, type: FLOAT },
        { name: 'a_radii', size: 2, type: FLOAT },
        { name: 'a_pipe', size: 3, type: FLOAT },
        { name: 'a_color', size: 4, type: BYTE, normalized: true },
        { name: 'a_id', size: 4, type: BYTE, normalized: true },
      ],
      CONSTANT_ATTRIBUTES: [{ name: 'a_corner', size: 2, type: FLOAT }],
      CONSTANT_DATA: [
        [0, -1],
        [1, -1],
        [1, 1],
        [0, -1],
        [1, 1],
        [0, 1],
      ],
    };
  }

  processVisibleItem(edgeIndex: number, startIndex: number, source: NodeDisplayData, target: NodeDisplayData, data: PipeData): void {
    const array = this.array;
    let i = startIndex;
    array[i++] = source.x;
    array[i++] = source.y;
    array[i++] = target.x;
    array[i++] = target.y;
    array[i++] = source.size;
    array[i++] = target.size;
    array[i++] = (data.size || 5) / 2;
    array[i++] = data.share ?? 1;
    array[i++] = data.pattern ?? 0;
    array[i++] = floatColor(data.color);
    array[i++] = edgeIndex;
  }

  setUniforms(params: RenderParams, program: ProgramInfo): void {
    setFrame(params, program);
  }
}
