#include "app/desktop/views/userow.h"

#include "app/desktop/theme/style.h"
#include "app/desktop/theme/typescale.h"
#include "core/base/unreachable.h"

#include <QPainter>

namespace wick::desktop {

namespace {

constexpr int kBarHeight = 10;

QString levelWords(UseLevel level)
{
    switch (level) {
    case UseLevel::Healthy:
        return {};
    case UseLevel::Near:
        return UseRow::tr("near limit");
    case UseLevel::At:
        return UseRow::tr("at limit");
    }
    core::unreachable();
}

} // namespace

UseLevel useLevel(double fraction) noexcept
{
    constexpr double kNear = 0.75;
    constexpr double kAt = 0.95;
    if (fraction >= kAt) {
        return UseLevel::At;
    }
    return fraction >= kNear ? UseLevel::Near : UseLevel::Healthy;
}

UseRow::UseRow(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void UseRow::setUse(const LimitUse& use)
{
    if (use == m_use) {
        return;
    }
    m_use = use;
    const QString level = levelWords(useLevel(use.fraction));
    setAccessibleName(
        tr("%1, %2 of %3 %4 %5").arg(use.name, use.actual, use.limit, use.unit, level).trimmed());
    updateGeometry();
    update();
}

QSize UseRow::sizeHint() const
{
    return {200, QFontMetrics{fontOf(TypeRole::Body)}.height() + kBarHeight + kSpace2};
}

QSize UseRow::minimumSizeHint() const
{
    return {120, sizeHint().height()};
}

void UseRow::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter{this};
    const Theme& theme = currentTheme();
    const QFont body = numberFont(fontOf(TypeRole::Body));
    const QFont strong = numberFont(fontOf(TypeRole::Title));
    const QFontMetrics metrics{body};
    const int line = metrics.height();
    const QString whole =
        m_use.limit.isEmpty() ? u' ' + m_use.unit : tr(" of %1 %2").arg(m_use.limit, m_use.unit);
    const UseLevel level = useLevel(m_use.fraction);
    const QString warning =
        level == UseLevel::Healthy ? QString{} : QString{levelWords(level) + u"   "};
    const int needed =
        metrics.horizontalAdvance(m_use.name + whole + m_use.actual + warning) + kSpace16;
    const bool tight = needed > width(); // the unit is the first to go, the word never does
    const QString tail = tight && !m_use.limit.isEmpty() ? tr(" of %1").arg(m_use.limit) : whole;
    int right = width();
    const auto drawBefore = [&](const QString& text, const QFont& font, const QColor& colour) {
        painter.setFont(font);
        painter.setPen(colour);
        const int wide = painter.fontMetrics().horizontalAdvance(text);
        right -= wide;
        painter.drawText(QRect{right, 0, wide + 2, line}, static_cast<int>(Qt::AlignVCenter), text);
    };
    drawBefore(tail, body, theme.textSecondary);
    drawBefore(m_use.actual, strong, theme.text);
    if (level != UseLevel::Healthy) {
        drawBefore(warning, fontOf(TypeRole::Small),
                   level == UseLevel::At ? theme.danger : theme.warning);
    }
    painter.setFont(body);
    painter.setPen(theme.text);
    painter.drawText(QRect{0, 0, right - kSpace8, line}, static_cast<int>(Qt::AlignVCenter),
                     metrics.elidedText(m_use.name, Qt::ElideRight, right - kSpace8));
    drawUseBar(painter, QRectF(0, line, width(), kBarHeight), m_use.fraction, theme);
}

} // namespace wick::desktop
