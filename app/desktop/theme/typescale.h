#pragma once

#include <QFont>
#include <QFontMetrics>

#include <cstdint>

namespace wick::desktop {

/// What a text is for; its size follows the application's font.
enum class TypeRole : std::uint8_t
{
    Value,
    ModeWord,
    Title,
    Body,
    Small,
};

/// The font of a role, derived from `base` (normally QApplication::font()).
[[nodiscard]] QFont fontOf(TypeRole role, const QFont& base);
[[nodiscard]] QFont fontOf(TypeRole role);

/// Whether the ten digits of a font are equally wide, so that columns of numbers line up.
[[nodiscard]] bool hasTabularDigits(const QFont& font);

/// `font` itself where its digits are tabular, else the first installed family whose digits are.
/// Qt 6.4 cannot switch OpenType features on.
[[nodiscard]] QFont numberFont(const QFont& font);

/// Heights that follow the font, in logical pixels.
struct Metrics
{
    int row = 0;
    int header = 0;
    int dockTitle = 0;
    int input = 0;
    int toolButton = 0;
    int statusStrip = 0;
    int safetyControl = 0;
    int menuBar = 0;
};

[[nodiscard]] Metrics metricsOf(const QFont& base);
[[nodiscard]] Metrics metrics();

/// Steps of empty space, logical pixels.
constexpr int kSpace2 = 2;
constexpr int kSpace4 = 4;
constexpr int kSpace8 = 8;
constexpr int kSpace12 = 12;
constexpr int kSpace16 = 16;
constexpr int kSpace24 = 24;
/// The one corner radius; controls only.
constexpr double kRadius = 3.0;

} // namespace wick::desktop
