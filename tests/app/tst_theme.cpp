#include "app/desktop/theme/icons.h"
#include "app/desktop/theme/theme.h"
#include "app/desktop/theme/typescale.h"
#include "tests/support/testregistry.h"

#include <QApplication>
#include <QDir>

#include <cmath>

using namespace wick::desktop;
using namespace Qt::StringLiterals;

namespace {

/// What a colour has to reach: words 4.5, marks 3.0. Source: WCAG 2.1.
constexpr double kWords = 4.5;
constexpr double kMarks = 3.0;

struct Row
{
    const char* name;
    QColor Theme::*token;
    /// On panel, raised, window, selection, as the specification prints them.
    std::array<double, 4> dark;
    std::array<double, 4> light;
    double least;
};

const std::vector<Row>& rows()
{
    static const std::vector<Row> table{
        {"text", &Theme::text, {14.5, 12.8, 15.6, 11.3}, {17.5, 16.0, 14.3, 14.8}, kWords},
        {"secondary", &Theme::textSecondary, {8.0, 7.0, 8.6, 6.2}, {7.4, 6.7, 6.0, 6.2}, kWords},
        {"disabled", &Theme::textDisabled, {4.2, 3.7, 4.5, 3.3}, {4.3, 3.9, 3.5, 3.6}, kMarks},
        {"outline", &Theme::outline, {4.1, 3.6, 4.4, 3.2}, {4.0, 3.7, 3.3, 3.4}, kMarks},
        {"accent", &Theme::accent, {7.3, 6.4, 7.8, 5.7}, {7.2, 6.6, 5.9, 6.1}, kWords},
        {"up", &Theme::up, {7.6, 6.7, 8.1, 5.9}, {5.9, 5.4, 4.9, 5.0}, kWords},
        {"down", &Theme::down, {7.8, 6.9, 8.3, 6.1}, {5.5, 5.0, 4.5, 4.6}, kWords},
        {"good", &Theme::good, {7.7, 6.8, 8.3, 6.0}, {5.7, 5.2, 4.7, 4.8}, kWords},
        {"warning", &Theme::warning, {12.1, 10.7, 13.0, 9.4}, {6.9, 6.3, 5.6, 5.8}, kWords},
        {"danger", &Theme::danger, {6.3, 5.6, 6.8, 4.9}, {5.9, 5.4, 4.9, 5.0}, kWords},
        {"crosshair", &Theme::crosshair, {8.0, 7.0, 8.6, 6.2}, {7.4, 6.7, 6.0, 6.2}, kMarks},
        {"ghost", &Theme::ghost, {6.8, 6.0, 7.3, 5.3}, {5.1, 4.7, 4.2, 4.3}, kMarks},
        {"line 1", &Theme::line1, {9.4, 8.3, 10.1, 7.4}, {5.5, 5.0, 4.5, 4.6}, kMarks},
        {"line 2", &Theme::line2, {6.2, 5.5, 6.7, 4.8}, {5.1, 4.7, 4.2, 4.3}, kMarks},
        {"line 3", &Theme::line3, {7.1, 6.3, 7.6, 5.5}, {4.8, 4.4, 3.9, 4.0}, kMarks},
    };
    return table;
}

/// The ratio as printed: one decimal.
double printed(const QColor& colour, const QColor& ground)
{
    return std::round(contrastRatio(colour, ground) * 10.0) / 10.0;
}

} // namespace

class ThemeTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void contrastIsThatOfTheSpecification_data();
    void contrastIsThatOfTheSpecification();
    void textReadsOnHoverAndFills();
    void directionOptionReadsOnPanelAndRaised();
    void directionsHaveAlmostEqualLuminance();
    void modeWordsReadOnTheirFills();
    void highContrastHasNoTints();
    void paletteFollowsTheTheme();
    void everyIconIsDrawnInItsColour();
    void rolesFollowTheBaseFont();
};

void ThemeTest::contrastIsThatOfTheSpecification_data()
{
    QTest::addColumn<int>("row");
    for (std::size_t i = 0; i < rows().size(); ++i) {
        QTest::newRow(rows()[i].name) << static_cast<int>(i);
    }
}

void ThemeTest::contrastIsThatOfTheSpecification()
{
    QFETCH(const int, row);
    const Row& expected = rows()[static_cast<std::size_t>(row)];
    const auto check = [&](const Theme& theme, const std::array<double, 4>& ratios) {
        const std::array<QColor, 4> grounds{theme.panel, theme.raised, theme.window,
                                            theme.selection};
        for (std::size_t i = 0; i < grounds.size(); ++i) {
            QCOMPARE(printed(theme.*expected.token, grounds[i]), ratios[i]);
            // On the panel words are read; a mark has to be seen on every ground.
            QVERIFY(ratios[i] >= (i == 0 ? expected.least : kMarks));
        }
    };
    check(makeTheme(Scheme::Dark), expected.dark);
    check(makeTheme(Scheme::Light), expected.light);
}

void ThemeTest::textReadsOnHoverAndFills()
{
    for (const Scheme scheme : {Scheme::Dark, Scheme::Light}) {
        const Theme theme = makeTheme(scheme);
        QVERIFY(contrastRatio(theme.text, theme.hover) >= kWords);
        QVERIFY(contrastRatio(theme.textSecondary, theme.hover) >= kWords);
        QVERIFY(contrastRatio(theme.onAccent, theme.accentFill) >= kWords);
        QVERIFY(contrastRatio(theme.onDanger, theme.dangerFill) >= kWords);
        QVERIFY(contrastRatio(theme.onDirection, theme.up) >= kWords);
        QVERIFY(contrastRatio(theme.onDirection, theme.down) >= kWords);
    }
}

void ThemeTest::directionOptionReadsOnPanelAndRaised()
{
    for (const Scheme scheme : {Scheme::Dark, Scheme::Light}) {
        const Theme theme = makeTheme(scheme, DirectionColours::TealRed);
        for (const QColor& ground : {theme.panel, theme.raised}) {
            QVERIFY(contrastRatio(theme.up, ground) >= kWords);
            QVERIFY(contrastRatio(theme.down, ground) >= kWords);
        }
        QCOMPARE(theme.danger, makeTheme(scheme).danger);
    }
}

void ThemeTest::directionsHaveAlmostEqualLuminance()
{
    QCOMPARE(
        std::round(contrastRatio(makeTheme(Scheme::Dark).up, makeTheme(Scheme::Dark).down) * 100.0),
        102.0);
    QCOMPARE(std::round(contrastRatio(makeTheme(Scheme::Light).up, makeTheme(Scheme::Light).down)
                        * 100.0),
             108.0);
}

void ThemeTest::modeWordsReadOnTheirFills()
{
    for (const Scheme scheme : {Scheme::Dark, Scheme::Light}) {
        const Theme theme = makeTheme(scheme);
        for (const ModeBadge badge :
             {ModeBadge::Backtest, ModeBadge::Paper, ModeBadge::Testnet, ModeBadge::Live})
        {
            QVERIFY(contrastRatio(theme.onMode, theme.mode(badge)) >= kWords);
            QVERIFY(contrastRatio(theme.mode(badge), theme.window) >= kMarks);
        }
    }
}

void ThemeTest::highContrastHasNoTints()
{
    const Theme dark = makeTheme(Scheme::HighContrastDark);
    QCOMPARE(dark.panel, QColor(Qt::black));
    QCOMPARE(dark.border, dark.text);
    const Theme light = makeTheme(Scheme::HighContrastLight);
    QCOMPARE(light.panel, QColor(Qt::white));
    QVERIFY(contrastRatio(light.text, light.selection) > 20.0);
}

void ThemeTest::paletteFollowsTheTheme()
{
    const Theme theme = makeTheme(Scheme::Light);
    const QPalette palette = paletteOf(theme);
    QCOMPARE(palette.color(QPalette::Base), theme.panel);
    QCOMPARE(palette.color(QPalette::AlternateBase), theme.panel);
    QCOMPARE(palette.color(QPalette::Highlight), theme.selection);
    QCOMPARE(palette.color(QPalette::Disabled, QPalette::ButtonText), theme.textDisabled);
}

void ThemeTest::everyIconIsDrawnInItsColour()
{
    const QStringList names{
        u"lock"_s,   u"flatten"_s, u"kill"_s,  u"pause"_s,  u"play"_s,  u"stop"_s,   u"step"_s,
        u"back"_s,   u"close"_s,   u"float"_s, u"plus"_s,   u"undo"_s,  u"search"_s, u"filter"_s,
        u"gear"_s,   u"check"_s,   u"warn"_s,  u"shield"_s, u"clock"_s, u"eye"_s,    u"link"_s,
        u"layers"_s, u"camera"_s,  u"csv"_s,   u"data"_s,   u"note"_s,  u"cross"_s,  u"measure"_s,
        u"line"_s,   u"hline"_s,   u"rect"_s,  u"left"_s,   u"right"_s, u"down"_s};
    const QColor wanted{0xFF, 0x6B, 0x6B};
    for (const QString& name : names) {
        const QImage image = iconPixmap(name, wanted, 24, 2.0).toImage();
        QVERIFY2(!image.isNull(), qPrintable(name));
        QCOMPARE(image.width(), 48);
        bool drawn = false;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                drawn = drawn || image.pixelColor(x, y) == wanted;
            }
        }
        QVERIFY2(drawn, qPrintable(name));
    }
    QVERIFY(iconPixmap(u"no such picture"_s, wanted, 24, 1.0).isNull());
}

void ThemeTest::rolesFollowTheBaseFont()
{
    QFont base = QApplication::font();
    base.setPointSizeF(10.0);
    QCOMPARE(fontOf(TypeRole::Value, base).pointSizeF(), 13.0);
    QCOMPARE(fontOf(TypeRole::Small, base).pointSizeF(), 9.0);
    QCOMPARE(fontOf(TypeRole::ModeWord, base).pointSizeF(), 11.5);
    QVERIFY(hasTabularDigits(numberFont(base)));
    QCOMPARE(metricsOf(base).row, QFontMetrics{base}.height() + 9);
    base.setPointSizeF(20.0);
    QCOMPARE(metricsOf(base).row, QFontMetrics{base}.height() + 9);
    QVERIFY(metricsOf(base).safetyControl >= 40);
}

WICK_TEST(ThemeTest)
#include "tst_theme.moc"
