// Leaflet stands in the page beside our script; its own types come with no package that we have.
// Here is what we use of it, as Leaflet 1.9 documents it; names with _ are what its renderers share.

declare namespace L {
  type LatLngPair = [latitude: number, longitude: number];

  interface Point {
    x: number;
    y: number;
    add(other: Point): Point;
    subtract(other: Point): Point;
    divideBy(number: number): Point;
    equals(other: Point): boolean;
  }

  interface Bounds {
    min: Point;
    max: Point;
    contains(other: Bounds): boolean;
    getSize(): Point;
  }

  interface LatLngBounds {
    getWest(): number;
    getSouth(): number;
    getEast(): number;
    getNorth(): number;
    toBBoxString(): string;
  }

  interface MouseEvent {
    containerPoint: Point;
  }

  interface Layer {
    addTo(map: Map): this;
    once(event: string, listener: () => void): this;
  }

  interface Map {
    attributionControl: {
      setPrefix(prefix: string): void;
      addAttribution(text: string): void;
      removeAttribution(text: string): void;
    };
    on(event: "mousemove" | "mouseout" | "click", listener: (event: MouseEvent) => void): this;
    on(event: "moveend", listener: () => void): this;
    getContainer(): HTMLElement;
    getSize(): Point;
    getZoom(): number;
    getMaxZoom(): number;
    getCenter(): { lat: number; lng: number };
    getBounds(): LatLngBounds;
    getPixelOrigin(): Point;
    setView(center: LatLngPair, zoom: number, options?: { animate: boolean }): this;
    fitBounds(
      corners: LatLngPair[],
      options: {
        paddingTopLeft: [number, number];
        paddingBottomRight: [number, number];
        maxZoom: number;
        animate: boolean;
      },
    ): this;
    panBy(offset: Point, options: { animate: boolean }): this;
    invalidateSize(options: { animate: boolean; pan: boolean }): this;
    latLngToContainerPoint(place: LatLngPair): Point;
    containerPointToLayerPoint(point: Point | [number, number]): Point;
    _animatingZoom: boolean;
  }

  /** What a renderer has once it is on a map; its bounds and zoom once it has been updated. */
  interface RendererParts {
    _map: Map;
    _container: HTMLElement;
    _bounds: Bounds | undefined;
    _zoom: number;
    fire(event: string): void;
    addTo(map: Map): this;
  }

  const Renderer: {
    extend<Own extends object>(own: Own & ThisType<Own & RendererParts>): new () => Own & RendererParts;
    prototype: { getEvents(): Record<string, () => void>; _update(): void };
  };

  const DomUtil: {
    create<Tag extends keyof HTMLElementTagNameMap>(
      tag: Tag,
      className: string,
      container?: HTMLElement,
    ): HTMLElementTagNameMap[Tag];
    setPosition(element: HTMLElement, point: Point): void;
  };

  const control: { scale(options: { imperial: boolean; position: string }): Layer };

  function bounds(corner: Point, opposite: Point): Bounds;
  function tileLayer(url: string, options: { maxNativeZoom: number }): Layer;
}
