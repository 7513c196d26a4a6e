namespace Chaffinch.Model;

/// <summary>The element names that matter to reading a page; every other name is <see cref="Other"/>.</summary>
public enum HtmlTag : byte
{
    /// <summary>No element: plain text.</summary>
    None,

    /// <summary>An element with a name that is not in this list.</summary>
    Other,

#pragma warning disable CS1591 // The rest are the element names of the HTML standard, which say what they are.
    A, Abbr, Acronym, Address, Applet, Area, Article, Aside, Audio, B, Base, Basefont, Bdi, Bdo, Bgsound, Big,
    Blink, Blockquote, Body, Br, Button, Canvas, Caption, Center, Cite, Code, Col, Colgroup, Command, Data,
    Datalist, Dd, Del, Details, Dfn, Dialog, Dir, Div, Dl, Dt, Em, Embed, Fieldset, Figcaption, Figure, Font,
    Footer, Form, Frame, Frameset, H1, H2, H3, H4, H5, H6, Head, Header, Hgroup, Hr, Html, I, Iframe, Image, Img,
    Input, Ins, Isindex, Kbd, Keygen, Label, Legend, Li, Link, Listing, Main, Map, Mark, Marquee, Menu, Menuitem,
    Meta, Meter, Multicol, Nav, Nextid, Nobr, Noembed, Noframes, Noscript, Object, Ol, Optgroup, Option, Output, P,
    Param, Picture, Plaintext, Pre, Progress, Q, Rb, Rbc, Rp, Rt, Rtc, Ruby, S, Samp, Script, Search, Section,
    Select, Slot, Small, Source, Spacer, Span, Strike, Strong, Style, Sub, Summary, Sup, Table, Tbody, Td, Template,
    Textarea, Tfoot, Th, Thead, Time, Title, Tr, Track, Tt, U, Ul, Var, Video, Wbr, Xmp, Svg, Math, Mi, Mo, Mn, Ms,
    Mtext, AnnotationXml, ForeignObject, Desc,
#pragma warning restore CS1591
}
