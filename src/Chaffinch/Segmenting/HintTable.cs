using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Chaffinch.Model;

namespace Chaffinch.Segmenting;

/// <summary>Words of class, id, itemprop, rel and role attributes, and what they say an element is for.</summary>
/// <remarks>
/// A line is a hint and its words. <c>entry-content</c> is two words in a row, <c>=content</c> counts only as the whole name
/// (<c>site-content</c> is no article). Beside English stand the names that wide-spread kits use and romanised words of other
/// languages. WordPress writes <c>tag-x category-y post</c> on articles, so those words count in their own forms only.
/// </remarks>
internal static class HintTable
{
    /// <summary>Set beside <see cref="Hints"/>: the element folds its content away (accordion, tab panel).</summary>
    public const uint Foldable = 1u << 30;

    /// <summary>Set beside <see cref="Hints"/>: the word says a state, not a kind, and does not count for the shape.</summary>
    public const uint State = 1u << 31;

    private const int Slots = 4096;
    private const ulong Bigram = 0x9E3779B97F4A7C15;
    private const ulong Whole = 0xA24BAED4963EE407;

    private static readonly (uint Bits, string Words)[] Lines =
    [
        ((uint)Hints.Navigation, "nav navi navigation navbar navs subnav topnav mainnav sitenav navmenu menu menus submenu mainmenu topmenu megamenu dropdown offcanvas drawer hamburger gnb lnb snb tnb daohang caidan lanmu toolbar tabbar globalnav sitemap lang-switcher language-switcher lang-switch language-selector languages"),
        ((uint)Hints.Header, "masthead topbar site-header page-header header-top top-header =header =head =hd =top =banner site-title site-description site-branding site-logo logo branding toubu yetou entete cabecera cabecalho shapka kopfbereich main-header global-header header-inner header-wrapper header-wrap"),
        ((uint)Hints.Footer, "footer foot colophon bottom-bar page-bottom footbar dibu yejiao yewei podval rodape fusszeile fussbereich =ft =bottom pie-pagina pied-page site-info"),
        ((uint)Hints.Sidebar, "sidebar sidebars widget widgets aside sidecol side-col rightcol right-col leftcol left-col rightbar leftbar right-side left-side =side =rail right-rail side-bar cebian celan secondary seitenleiste zijbalk side-column"),
        ((uint)Hints.Breadcrumb, "breadcrumb breadcrumbs crumb crumbs topicpath pankuzu pathway weizhi mianbaoxie mianbao dangqianweizhi fil-ariane ariane migas migalhas kruimelpad brotkrumen bread-crumb"),
        ((uint)Hints.Share, "share shares sharing sharebar sharedaddy addthis addtoany sharethis bshare bdshare bdsharebuttonbox jiathis shareaholic social socials sns fenxiang qrcode qr erweima compartir compartilhar partager teilen paylas bagikan hatebu follow-us social-icons heateor"),
        ((uint)Hints.Related, "related relates recommend recommended recommendation recommendations recommends recirc recirculation popular trending hotnews hot-news rank ranking latest-posts latest-news recent-posts recent-news recentposts most-read mostread mostviewed read-more readmore readnext read-next more-news morenews more-stories youmaylike also-like see-also seealso up-next relacionados relacionadas verwandt lienquan lien-quan terkait baca-juga xiangguan tuijian remen paihang guess-like jp-relatedposts zergnet outbrain taboola mgid"),
        ((uint)Hints.Tags, "tags taglist tagcloud tag-list tag-cloud tag-links tags-links post-tag post-tags entry-tags article-tags =tag topics categories cat-links post-category post-categories entry-category =category keywords biaoqian etiquetas etiquettes labels post-labels"),
        ((uint)Hints.Comments, "comment comments commentlist commentlist commentform comment-list comment-body comment-form respond disqus livefyre pinglun liuyan komentar komentarze yorum yorumlar yorumlari comentarios commentaires kommentare binh-luan replies"),
        ((uint)Hints.Advert, "ad ads adv advert adverts advertise advertisement advertisements advertising adsense adsbygoogle adslot adunit adbox adwrap adcontainer sponsor sponsored sponsors promo promos promotion promoted dfp gpt guanggao ggw werbung anzeige publicidad publicidade publicite reklam reklama iklan"),
        ((uint)Hints.Notice, "cookie cookies consent gdpr ccpa cookiebar cookielaw cookieconsent onetrust cmplz didomi popup popups modal modals lightbox dialog overlay toast interstitial paywall noty cky cli-bar notification-bar alert-bar adblock"),
        ((uint)Hints.Account, "login logins logout signin signup sign-in sign-up register registration subscribe subscription newsletter newsletters mailchimp optin account denglu zhuce userbar user-bar user-menu myaccount"),
        ((uint)Hints.Search, "search searchform searchbox searchbar sousuo buscar recherche suche pesquisa arama cari searchwrap"),
        ((uint)Hints.Pagination, "pagination paginate paginator pager pagenavi page-nav pagenav page-numbers wp-pagenavi prevnext prev-next post-navigation nav-links nav-previous nav-next previous-post next-post fenye pgs pages-nav page-links shangyipian xiayipian"),
        ((uint)Hints.Byline, "byline author authors authored writer reporter contributor dateline postmetadata vcard =source source-name news-source article-source zuozhe laiyuan auteur autor autore yazar penulis tacgia tac-gia posted-by postedby credits-author attribution kisha jizhe bianji editor"),
        ((uint)Hints.Date, "date dates datetime timestamp pubdate pubtime published publish-date publish-time post-date post-time entry-date entry-time article-date article-time posted-on =time updated riqi shijian fecha datum tarih tanggal updatetime createtime time-ago dtreviewed"),
        ((uint)Hints.Content, "articlebody article-body article-content article-text article-main article-detail article-details articlecontent articletext entry-content entrycontent entry-body entry-text post-content postcontent post-body postbody post-text post-entry post-detail story-body storybody story-content story-text story-detail news-content news-body news-text news-detail newscontent newstext content-body content-text content-detail content-main main-content maincontent main-text maintext page-content text-content single-content blog-content detail-content detail-body details-content body-content body-text bodytext rich-text richtext rte wysiwyg prose markdown-body mw-parser-output mw-content noi-dung noidung neirong zhengwen honbun inhalt contenido conteudo contenu icerik konten isi-berita field-body trs-editor ueditor fck-editor =content =contents =article =entry =maintext =txt view-content con-text artical arti-content text-con e-content js-article ql-editor"),
        ((uint)Hints.Title, "headline entry-title entrytitle post-title posttitle article-title articletitle story-title news-title newstitle page-title content-title main-title single-title blog-title detail-title topic-title thread-title title-article p-name =title =tit =biaoti biaoti titulo tieu-de arti-title"),
        ((uint)Hints.Caption, "caption captions figcaption photo-credit image-credit img-credit photocredit pic-credit wp-caption image-caption img-caption photo-caption gallery-caption tushuo"),
        ((uint)Hints.Meta, "meta metadata info infos infobar statistics postmeta entry-meta entrymeta article-meta article-info post-info views view-count viewcount hits counter counts click-count post-views reading-time read-time"),
        ((uint)Hints.Legal, "copyright copyrights legal disclaimer terms imprint impressum beian icp banquan banquanxinxi shengming privacy licence license mianze"),
        ((uint)Hints.Post, "postmessage post-message message-body messagebody forum-post forumpost topic-post posthead t-f pcb reply-body reply-content comment-content comment-text review review-body review-text review-content testimonial messagecontent bbwrapper postlist threadpost js-post post-text"),
        ((uint)Hints.ScreenReader, "sr-only screen-reader-text screen-reader screenreader visually-hidden visuallyhidden visually-hidden-focusable offscreen assistive a11y accessibility skip-link skiplink skip-links skip-to skip-nav skipnav element-invisible hide-text hidden-text =sr =blind =ir accessible-hidden u-hidden-visually mw-jump"),
        ((uint)Hints.Lead, "lead lede standfirst intro introduction excerpt abstract summary dek deck subheadline sub-headline subtitle sub-title teaser-text daodu zhaiyao chapo entradilla sapo article-summary synopsis"),
        ((uint)Hints.Product, "price prices pricing cart basket add-to-cart addtocart buy-now buynow product-price woocommerce sku stock checkout wishlist jiage gouwuche precio preis harga fiyat"),
        ((uint)Hints.Partners, "friendlink friendlinks friend-link friend-links friendly-link flink flinks blogroll partner partners youqing youlian yqlj youqinglianjie links-list linklist external-links"),
        (Foldable, "accordion accordions collapse collapsible collapsed expandable tab-pane tab-panel tabpanel tab-content tabcontent tabs-panel toggle-content faq-answer faq details-panel panel-collapse foldable spoiler slide slides slider carousel swiper"),
        (State, "active current selected first last odd even alt hover open closed show hide visible hidden disabled enabled loaded lazy lazyload sticky focus is-active"),
    ];

    private static readonly ulong[] Keys = new ulong[Slots];
    private static readonly uint[] Bits = new uint[Slots];

    /// <summary>One bit for each 16-bit slice of a key: most words are in no line, and this says so from a few cache lines.</summary>
    private static readonly ulong[] Filter = Build();

    /// <summary>What a word is looked up by and what <see cref="OfPair"/> takes for the first of two; never 0.</summary>
    public static ulong KeyOf(ulong word) => word * Bigram;

    /// <summary>The bits of one word on its own, 0 for none.</summary>
    /// <param name="word">The word as <see cref="NameHash.OfWord"/> gives it.</param>
    /// <param name="key">Its <see cref="KeyOf(ulong)"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Find(ulong word, ulong key) =>
        (Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Filter), (nint)(key >> 56)) & (1UL << ((int)(key >> 48) & 63))) == 0 ? 0 : FindSlot(word, key);

    /// <summary>The bits of two words in a row, the first by its key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint OfPair(ulong firstKey, ulong second) => Find(firstKey ^ second, KeyOf(firstKey ^ second));

    /// <summary>The bits of a word that is the whole name.</summary>
    public static uint OfWhole(ulong word) => Find(word ^ Whole, KeyOf(word ^ Whole));

    private static ulong Pair(ulong first, ulong second) => KeyOf(first) ^ second;

    private static uint FindSlot(ulong word, ulong key)
    {
        for (int slot = (int)(key >> 52); Keys[slot] != 0; slot = (slot + 1) & (Slots - 1))
        {
            if (Keys[slot] == word)
            {
                return Bits[slot];
            }
        }

        return 0;
    }

    private static int Slot(ulong word) => (int)(KeyOf(word) >> 52);

    private static ulong[] Build()
    {
        var filter = new ulong[256];
        foreach ((uint line, string words) in Lines)
        {
            foreach (string word in words.Split(' '))
            {
                ulong entry = EntryOf(word);
                Insert(entry, line);
                ulong key = KeyOf(entry);
                filter[(int)(key >> 56)] |= 1UL << ((int)(key >> 48) & 63);
            }
        }

        return filter;
    }

    private static ulong EntryOf(string word)
    {
        if (word[0] == '=')
        {
            return HashOf(word[1..]) ^ Whole;
        }

        // Three words in a row are looked up as the last two: the first adds little.
        string[] parts = word.Split('-');
        ulong last = HashOf(parts[^1]);
        return parts.Length == 1 ? last : Pair(HashOf(parts[^2]), last);
    }

    private static ulong HashOf(string word) => NameHash.OfWord(ref System.Text.Encoding.ASCII.GetBytes(word + "        ")[0], word.Length);

    private static void Insert(ulong key, uint line)
    {
        int slot = Slot(key);
        while (Keys[slot] != 0 && Keys[slot] != key)
        {
            slot = (slot + 1) & (Slots - 1);
        }

        Keys[slot] = key;
        Bits[slot] |= line;
    }
}
