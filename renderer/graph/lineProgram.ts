// Draws an edge as a line whose style is its kind of statement, with a solid head: solid a fact, double a derivation, dashed an inference,
// dotted an attribution, dash and dot an assumption, with cross ticks what was entered by hand, a ladder what joins two ledgers or assets,
// in pieces where that was only accepted. Readable without colour.
import { EdgeProgram, type ProgramInfo } from 'sigma/rendering';
import type { EdgeDisplayData, NodeDisplayData, RenderParams } from 'sigma/types';
import { floatColor } from 'sigma/utils';

const VERTEX = /* glsl */ `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_start;
attribute vec2 a_end;
attribute vec2 a_radii;
attribute vec3 a_line;      // half width in px, pattern, px aside
attribute vec2 a_corner;    // along 0..1, across -1..1
uniform mat3 u_matrix;
uniform vec2 u_viewport;
uniform float u_sizeRatio;
varying vec4 v_color;
varying vec2 v_place;       // px from the start, px from the axis
varying float v_length;
varying vec3 v_line;
const float bias = 255.0 / 254.0;
void main() {
  vec2 start = (u_matrix * vec3(a_start, 1.0)).xy * u_viewport * 0.5;
  vec2 end = (u_matrix * vec3(a_end, 1.0)).xy * u_viewport * 0.5;
  vec2 way = end - start;
  float whole = max(length(way), 0.001);
  vec2 along = way / whole;
  vec2 across = vec2(-along.y, along.x);
  float aside = a_line.z * min(1.0, 1.0 / u_sizeRatio);
  start += across * aside;
  float from = min(a_radii.x / u_sizeRatio + 1.0, whole * 0.4);
  float to = max(from + 1.0, whole - a_radii.y / u_sizeRatio - 2.0);
  // Far away heads and ticks shrink with the nodes: what is no wider than its line costs no more to draw than a line.
  float shrink = min(1.0, 1.0 / u_sizeRatio);
  float half_px = max(0.6, a_line.x * shrink);
  float reach = max(half_px * 1.9 + 3.4 * shrink, a_line.y > 4.5 ? 4.0 * shrink : a_line.y > 0.5 && a_line.y < 1.5 ? half_px + 1.6 : 0.0) + 1.0;
  vec2 place = start + along * mix(from, to, a_corner.x) + across * reach * a_corner.y;
  gl_Position = vec4(place / (u_viewport * 0.5), 0.0, 1.0);
  v_place = vec2((to - from) * a_corner.x, reach * a_corner.y);
  v_length = to - from;
  v_line = vec3(half_px, a_line.y, shrink);
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
varying vec3 v_line;
float inside(float distance_px) { return 1.0 - smoothstep(-0.5, 0.5, distance_px); }
void main() {
  float half_px = v_line.x;
  float pattern = v_line.y;
  float away = abs(v_place.y);
  #ifdef PICKING_MODE
  if (away > half_px + 3.0) discard;
  gl_FragColor = v_color;
  #else
  float along = v_place.x;
  float left = v_length - along;
  float head = min(v_length * 0.5, 7.0 * v_line.z + half_px * 1.5);
  float alpha = 0.0;
  if (left < head) {
    alpha = inside(away - left / head * (3.4 * v_line.z + half_px * 0.9));
  } else if (pattern < 0.5) {
    alpha = inside(away - half_px);
  } else if (pattern < 1.5) {
    // Two lines; too thin for two, a fainter one.
    alpha = half_px < 0.8 ? inside(away - half_px) * 0.7 : inside(abs(away - half_px - 0.9) - 0.55);
  } else if (pattern < 2.5) {
    alpha = mod(along, 13.0) < 7.5 ? inside(away - half_px) : 0.0;
  } else if (pattern < 3.5) {
    alpha = mod(along, 6.0) < 2.2 ? inside(away - half_px - 0.2) : 0.0;
  } else if (pattern < 4.5) {
    float p = mod(along, 18.0);
    alpha = (p < 9.0 || (p > 12.5 && p < 14.8)) ? inside(away - half_px) : 0.0;
  } else if (pattern > 5.5) {
    // A ladder; of what was only accepted in pieces.
    float rail = 3.0 * v_line.z;
    float rungs = mod(along, 6.5) < 1.3 ? inside(away - rail) : 0.0;
    alpha = pattern > 6.5 && mod(along, 19.5) > 13.0 ? 0.0 : max(inside(abs(away - rail) - 0.6), rungs);
  } else {
    alpha = max(inside(away - 0.7), mod(along, 11.0) < 1.6 ? inside(away - 4.0 * v_line.z) : 0.0);
  }
  float a = alpha * v_color.a;
  gl_FragColor = vec4(v_color.rgb * a, a);
  #endif
}
`;

const UNIFORMS = ['u_matrix', 'u_viewport', 'u_sizeRatio'] as const;
const FLOAT = WebGLRenderingContext.FLOAT;
const BYTE = WebGLRenderingContext.UNSIGNED_BYTE;

interface LineData extends EdgeDisplayData {
  readonly pattern?: number;
  readonly aside?: number;
}

export class LineProgram extends EdgeProgram<(typeof UNIFORMS)[number]> {
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
        { name: 'a_line', size: 3, type: FLOAT },
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

  processVisibleItem(edgeIndex: number, startIndex: number, source: NodeDisplayData, target: NodeDisplayData, data: LineData): void {
    const array = this.array;
    let i = startIndex;
    array[i++] = source.x;
    array[i++] = source.y;
    array[i++] = target.x;
    array[i++] = target.y;
    array[i++] = source.size;
    array[i++] = target.size;
    array[i++] = (data.size || 2) / 2;
    array[i++] = data.pattern ?? 0;
    array[i++] = data.aside ?? 0;
    array[i++] = floatColor(data.color);
    array[i++] = edgeIndex;
  }

  setUniforms(params: RenderParams, { gl, uniformLocations }: ProgramInfo): void {
    gl.uniformMatrix3fv(uniformLocations['u_matrix'] as WebGLUniformLocation, false, params.matrix);
    gl.uniform2f(uniformLocations['u_viewport'] as WebGLUniformLocation, params.width, params.height);
    gl.uniform1f(uniformLocations['u_sizeRatio'] as WebGLUniformLocation, params.sizeRatio);
  }
}
