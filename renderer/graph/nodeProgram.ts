// Draws a node by the outline of its kind: circle transaction, square holding, diamond seed or movement, hexagon coinbase or address,
// hollow square unknown, bar for many, star for what was entered by hand. A second ring marks a CoinJoin or a cluster. Geometry in
// screen pixels.
import { NodeProgram, type ProgramInfo } from 'sigma/rendering';
import type { NodeDisplayData, RenderParams } from 'sigma/types';
import { floatColor } from 'sigma/utils';
import { BYTE, FLOAT, setFrame, UNIFORMS, type Uniform } from './programFrame.ts';
import { Upload } from './upload.ts';

const VERTEX = /* glsl */ `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec4 a_line;
attribute vec2 a_position;
attribute vec2 a_look;      // radius in px, shape and 10 where it has a second ring
attribute float a_corner;   // which of six, two triangles
uniform mat3 u_matrix;
uniform vec2 u_viewport;
uniform float u_sizeRatio;
varying vec4 v_color;
varying vec4 v_line;
varying vec2 v_place;
varying vec3 v_look;        // radius and gap to the second ring in px, 0 polygon 1 circle 2 star 3 hollow
varying vec4 v_sides;       // the two directions that make the outline, folded into one quarter
varying vec2 v_far;         // how far each side stands off, for a radius of 1
const float bias = 255.0 / 254.0;
void main() {
  float radius = a_look.x / u_sizeRatio;
  bool ringed = a_look.y > 9.5;
  float shape = ringed ? a_look.y - 10.0 : a_look.y;
  bool low = a_corner < 1.5 || a_corner == 3.0;
  bool before = a_corner == 0.0 || a_corner == 3.0 || a_corner == 5.0;
  vec2 corner = vec2(before ? -1.0 : 1.0, low ? -1.0 : 1.0);
  // A second ring comes nearer with the distance, or it would be larger than the node.
  float gap = ringed ? 4.0 * min(1.0, 1.0 / u_sizeRatio) + 0.5 : 0.0;
  float kind = 0.0;
  float extent = 0.9;
  v_sides = vec4(1.0, 0.0, 0.0, 1.0);
  v_far = vec2(0.9, 0.9);
  if (shape < 0.5) { kind = 1.0; extent = 1.0; }
  else if (shape < 1.5) { }
  else if (shape < 2.5) { v_sides = vec4(0.7071, 0.7071, 0.7071, 0.7071); v_far = vec2(0.9546); extent = 1.35; }
  else if (shape < 3.5) { v_sides = vec4(0.866, 0.5, 0.0, 1.0); v_far = vec2(1.0); extent = 1.155; }
  else if (shape < 4.5) { kind = 3.0; }
  else if (shape < 5.5) { v_far = vec2(1.3, 0.55); extent = 1.3; }
  else { kind = 2.0; extent = 1.2; }
  // Each pixel costs: what is drawn is no larger than what is seen.
  float reach = extent * (radius + (ringed ? gap + 1.4 : 0.0)) + 0.7;
  vec2 centre = (u_matrix * vec3(a_position, 1.0)).xy;
  gl_Position = vec4(centre + corner * reach / (u_viewport * 0.5), 0.0, 1.0);
  v_place = corner * reach;
  v_look = vec3(radius, gap, kind);
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
  v_line = vec4(a_line.rgb, 1.0);
}
`;

// A processor that draws goes through every branch, so there are few.
const FRAGMENT = /* glsl */ `
precision highp float;
varying vec4 v_color;
varying vec4 v_line;
varying vec2 v_place;
varying vec3 v_look;
varying vec4 v_sides;
varying vec2 v_far;
const vec2 fold = vec2(0.809017, -0.587785);
// Five points: fold the plane into one tenth, then one straight edge is left.
float star(vec2 p, float r) {
  vec2 q = vec2(abs(p.x), -p.y);
  q -= 2.0 * max(dot(fold, q), 0.0) * fold;
  vec2 other = vec2(-fold.x, fold.y);
  q -= 2.0 * max(dot(other, q), 0.0) * other;
  q.x = abs(q.x);
  vec2 way = 0.45 * vec2(0.587785, 0.809017) - vec2(0.0, 1.0);
  vec2 across = normalize(vec2(-way.y, way.x));
  return dot(q - vec2(0.0, r), across);
}
float shaped(vec2 p, float r) {
  vec2 q = abs(p);
  float sides = max(dot(q, v_sides.xy) - v_far.x * r, dot(q, v_sides.zw) - v_far.y * r);
  float round = length(p) - r;
  float pointed = star(p, r * 1.2);
  return v_look.z < 0.5 || v_look.z > 2.5 ? sides : v_look.z < 1.5 ? round : pointed;
}
float inside(float d) { return clamp(0.5 - d, 0.0, 1.0); }
void main() {
  float r = v_look.x;
  float d = shaped(v_place, r);
  #ifdef PICKING_MODE
  if (d > 2.0) discard;
  gl_FragColor = v_color;
  #else
  float body = inside(d);
  float line = inside(abs(d + 1.0) - 1.0);
  float ring = v_look.y > 0.0 ? inside(abs(shaped(v_place, r + v_look.y)) - 0.9) : 0.0;
  line = max(line, ring);
  // Nothing is known behind it: broken outline, no body.
  float hollow = step(2.5, v_look.z);
  line *= 1.0 - hollow * step(fract((v_place.x + v_place.y) / (0.45 * r)), 0.35);
  body *= 1.0 - 0.88 * hollow;
  vec4 colour = mix(v_color, v_line, line);
  float a = max(body * v_color.a, line);
  gl_FragColor = vec4(colour.rgb * a, a);
  #endif
}
`;

export interface ShapeData extends NodeDisplayData {
  readonly shape?: number;
  readonly ringed?: boolean;
  readonly line?: string;
}

const CORNERS = 6;

export class ShapeProgram extends NodeProgram<Uniform> {
  private readonly upload = new Upload();

  // Every corner is written out. As instances they would be one draw each to a processor that draws: 20,000 nodes took a second.
  getDefinition() {
    return {
      VERTICES: CORNERS,
      VERTEX_SHADER_SOURCE: VERTEX,
      FRAGMENT_SHADER_SOURCE: FRAGMENT,
      METHOD: WebGLRenderingContext.TRIANGLES as 4,
      UNIFORMS,
      ATTRIBUTES: [
        { name: 'a_position', size: 2, type: FLOAT },
        { name: 'a_look', size: 2, type: FLOAT },
        { name: 'a_color', size: 4, type: BYTE, normalized: true },
        { name: 'a_line', size: 4, type: BYTE, normalized: true },
        { name: 'a_id', size: 4, type: BYTE, normalized: true },
        { name: 'a_corner', size: 1, type: FLOAT },
      ],
    };
  }

  protected override bindProgram(program: ProgramInfo): void {
    this.upload.bind(program, this.array, (from) => {
      let offset = from;
      for (const attribute of this.ATTRIBUTES) offset += this.bindAttribute(attribute, program, offset);
    });
  }

  override reallocate(capacity: number): void {
    this.upload.changed();
    super.reallocate(capacity);
  }

  processVisibleItem(nodeIndex: number, startIndex: number, data: ShapeData): void {
    this.upload.changed();
    const array = this.array;
    const look = (data.shape ?? 0) + (data.ringed === true ? 10 : 0);
    const [colour, line] = [floatColor(data.color), floatColor(data.line ?? '#000')];
    let i = startIndex;
    for (let corner = 0; corner < CORNERS; corner++) {
      array[i++] = data.x;
      array[i++] = data.y;
      array[i++] = data.size;
      array[i++] = look;
      array[i++] = colour;
      array[i++] = line;
      array[i++] = nodeIndex;
      array[i++] = corner;
    }
  }

  setUniforms(params: RenderParams, program: ProgramInfo): void {
    setFrame(params, program);
  }
}
