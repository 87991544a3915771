#include "app/desktop/theme/typescale.h"

#include "core/base/unreachable.h"

#include <QApplication>
#include <QFontDatabase>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace wick::desktop {

QFont fontOf(TypeRole role, const QFont& base)
{
    QFont font = base;
    const double size = base.pointSizeF();
    switch (role) {
    case TypeRole::Value:
        font.setPointSizeF(size + 3.0);
        font.setWeight(QFont::DemiBold);
        return font;
    case TypeRole::ModeWord:
        font.setPointSizeF(size + 1.5);
        font.setWeight(QFont::Bold);
        font.setLetterSpacing(QFont::AbsoluteSpacing, 0.6);
        return font;
    case TypeRole::Title:
        font.setWeight(QFont::DemiBold);
        return font;
    case TypeRole::Body:
        return font;
    case TypeRole::Small:
        font.setPointSizeF(size - 1.0);
        return font;
    }
    core::unreachable();
}

QFont fontOf(TypeRole role)
{
    return fontOf(role, QApplication::font());
}

bool hasTabularDigits(const QFont& font)
{
    const QFontMetricsF metrics{font};
    const double first = metrics.horizontalAdvance(u'0');
    for (char16_t digit = u'1'; digit <= u'9'; ++digit) {
        if (!qFuzzyCompare(metrics.horizontalAdvance(QChar{digit}), first)) {
            return false;
        }
    }
    return true;
}

QFont numberFont(const QFont& font)
{
    if (hasTabularDigits(font)) {
        return font;
    }
    for (const QString& family : {u"Noto Sans"_s, u"DejaVu Sans"_s, u"Segoe UI"_s}) {
        if (QFontDatabase::hasFamily(family)) {
            QFont other = font;
            other.setFamily(family);
            return other;
        }
    }
    return font;
}

Metrics metricsOf(const QFont& base)
{
    const int height = QFontMetrics{base}.height();
    Metrics metrics;
    metrics.row = height + 9;
    metrics.header = height + 5;
    metrics.dockTitle = std::max(27, height + 10);
    metrics.input = std::max(26, height + 9);
    metrics.toolButton = std::max(24, height + 7);
    metrics.statusStrip = std::max(24, height + 7);
    metrics.safetyControl = std::max(40, 2 * height + 6);
    metrics.menuBar = std::max(26, height + 9);
    return metrics;
}

Metrics metrics()
{
    return metricsOf(QApplication::font());
}

} // namespace wick::desktop
