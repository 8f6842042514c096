// Draws a node by the outline of its kind: circle transaction, square holding, diamond seed or movement, hexagon coinbase or address,
// hollow square unknown, bar for many, star for what was entered by hand. A second ring marks a CoinJoin or a cluster. Geometry in
// screen pixels.
import { NodeProgram, type ProgramInfo } from 'sigma/rendering';
import type { NodeDisplayData, RenderParams } from 'sigma/types';
import { floatColor } from 'sigma/utils';

const VERTEX = /* glsl */ `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec4 a_line;
attribute vec2 a_position;
attribute vec3 a_look;      // radius in px, shape, ring
attribute vec2 a_corner;
uniform mat3 u_matrix;
uniform vec2 u_viewport;
uniform float u_sizeRatio;
varying vec4 v_color;
varying vec4 v_line;
varying vec2 v_place;
varying vec3 v_look;
const float bias = 255.0 / 254.0;
void main() {
  float radius = a_look.x / u_sizeRatio;
  float reach = radius * 1.5 + 5.0;
  vec2 centre = (u_matrix * vec3(a_position, 1.0)).xy;
  gl_Position = vec4(centre + a_corner * reach / (u_viewport * 0.5), 0.0, 1.0);
  v_place = a_corner * reach;
  v_look = vec3(radius, a_look.yz);
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
  v_line = vec4(a_line.rgb, 1.0);
}
`;

const FRAGMENT = /* glsl */ `
precision highp float;
varying vec4 v_color;
varying vec4 v_line;
varying vec2 v_place;
varying vec3 v_look;
float square(vec2 p, float r) { vec2 d = abs(p) - vec2(r); return max(d.x, d.y); }
// Five points: fold the plane into one tenth, then one straight edge is left.
float star(vec2 p, float r) {
  float turn = mod(atan(p.x, -p.y) + 0.6283185, 1.2566371) - 0.6283185;
  vec2 q = length(p) * vec2(cos(turn), abs(sin(turn)));
  vec2 tip = vec2(r, 0.0);
  vec2 notch = 0.45 * r * vec2(0.809017, 0.587785);
  vec2 way = notch - tip;
  vec2 across = normalize(vec2(-way.y, way.x));
  float d = dot(q - tip, across);
  return dot(-tip, across) > 0.0 ? -d : d;
}
float shaped(vec2 p, float r, float shape) {
  if (shape < 0.5) return length(p) - r;
  if (shape < 1.5) return square(p, r * 0.9);
  if (shape < 2.5) return (abs(p.x) + abs(p.y) - r * 1.35) * 0.7071;
  if (shape < 3.5) { vec2 q = abs(p); return max(q.x * 0.866 + q.y * 0.5, q.y) - r; }
  if (shape < 4.5) return square(p, r * 0.9);
  if (shape < 5.5) return max(abs(p.x) - r * 1.3, abs(p.y) - r * 0.55);
  return star(p, r * 1.2);
}
float inside(float d) { return 1.0 - smoothstep(-0.6, 0.6, d); }
void main() {
  float r = v_look.x;
  float d = shaped(v_place, r, v_look.y);
  #ifdef PICKING_MODE
  if (d > 2.0) discard;
  gl_FragColor = v_color;
  #else
  float body = inside(d);
  float line = inside(abs(d + 1.0) - 1.0);
  if (v_look.z > 0.5) line = max(line, inside(abs(shaped(v_place, r + 4.0, v_look.y)) - 0.9));
  bool hollow = v_look.y > 3.5 && v_look.y < 4.5;
  if (hollow) {
    // Nothing is known behind it: broken outline, no body.
    float turn = mod(atan(v_place.y, v_place.x) * 2.5465, 1.0);
    line *= step(0.35, turn);
    body *= 0.12;
  }
  vec4 colour = mix(v_color, v_line, line);
  float a = max(body * v_color.a, line);
  gl_FragColor = vec4(colour.rgb * a, a);
  #endif
}
`;

const UNIFORMS = ['u_matrix', 'u_viewport', 'u_sizeRatio'] as const;
const FLOAT = WebGLRenderingContext.FLOAT;
const BYTE = WebGLRenderingContext.UNSIGNED_BYTE;

export interface ShapeData extends NodeDisplayData {
  readonly shape?: number;
  readonly ringed?: boolean;
  readonly line?: string;
}

export class ShapeProgram extends NodeProgram<(typeof UNIFORMS)[number]> {
  getDefinition() {
    return {
      VERTICES: 6,
      VERTEX_SHADER_SOURCE: VERTEX,
      FRAGMENT_SHADER_SOURCE: FRAGMENT,
      METHOD: WebGLRenderingContext.TRIANGLES as 4,
      UNIFORMS,
      ATTRIBUTES: [
        { name: 'a_position', size: 2, type: FLOAT },
        { name: 'a_look', size: 3, type: FLOAT },
        { name: 'a_color', size: 4, type: BYTE, normalized: true },
        { name: 'a_line', size: 4, type: BYTE, normalized: true },
        { name: 'a_id', size: 4, type: BYTE, normalized: true },
      ],
      CONSTANT_ATTRIBUTES: [{ name: 'a_corner', size: 2, type: FLOAT }],
      CONSTANT_DATA: [
        [-1, -1],
        [1, -1],
        [1, 1],
        [-1, -1],
        [1, 1],
        [-1, 1],
      ],
    };
  }

  processVisibleItem(nodeIndex: number, startIndex: number, data: ShapeData): void {
    const array = this.array;
    let i = startIndex;
    array[i++] = data.x;
    array[i++] = data.y;
    array[i++] = data.size;
    array[i++] = data.shape ?? 0;
    array[i++] = data.ringed === true ? 1 : 0;
    array[i++] = floatColor(data.color);
    array[i++] = floatColor(data.line ?? '#000');
    array[i++] = nodeIndex;
  }

  setUniforms(params: RenderParams, { gl, uniformLocations }: ProgramInfo): void {
    gl.uniformMatrix3fv(uniformLocations['u_matrix'] as WebGLUniformLocation, false, params.matrix);
    gl.uniform2f(uniformLocations['u_viewport'] as WebGLUniformLocation, params.width, params.height);
    gl.uniform1f(uniformLocations['u_sizeRatio'] as WebGLUniformLocation, params.sizeRatio);
  }
}
