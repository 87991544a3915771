#include "app/desktop/views/accountstrip.h"

#include "app/desktop/text/describe.h"
#include "app/desktop/theme/icons.h"
#include "app/desktop/theme/style.h"
#include "app/desktop/theme/typescale.h"

#include <QEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

constexpr int kWideFrom = 1440;
constexpr int kMostDropped = 4;
constexpr int kShownPositions = 3;
constexpr int kLinesAColumn = 2;
constexpr int kBudgetBar = 184;
constexpr int kBudgetBarCompact = 118;
constexpr auto kLeftMiddle = static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
constexpr auto kRightMiddle = static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);

int advance(TypeRole role, const QString& text)
{
    return QFontMetrics{numberFont(fontOf(role))}.horizontalAdvance(text);
}

int lineHeight(TypeRole role)
{
    return QFontMetrics{fontOf(role)}.height();
}

} // namespace

/// Widths of the cells, from the left; 0 is a cell that was dropped.
struct AccountStrip::Cells
{
    int badge = 0;
    int equity = 0;
    int day = 0;
    int budget = 0;
    int openRisk = 0;
    int positions = 0;

    [[nodiscard]] int all() const { return badge + equity + day + budget + openRisk + positions; }
};

AccountStrip::AccountStrip(SteadyMs clock, QWidget* parent)
    : QWidget(parent)
    , m_lock(new LockButton{this})
    , m_flatten(new FlattenButton{std::move(clock), this})
    , m_kill(new KillButton{this})
{
    setObjectName(u"accountStrip"_s);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    speak();
}

void AccountStrip::setAccount(const AccountSummary& account)
{
    if (account == m_account) {
        return;
    }
    m_account = account;
    layOut();
    speak();
    update();
}

void AccountStrip::setSafety(const SafetyState& safety)
{
    m_flatten->setState(safety.flatten);
    if (safety.killed != m_kill->isKilled()) {
        m_kill->setKilled(safety.killed, safety.killedAtMs);
    }
    if (safety.entriesLocked != m_lock->isLocked()) {
        m_lock->setLocked(safety.entriesLocked);
    }
    layOut();
}

void AccountStrip::speak()
{
    setAccessibleName(tr("Account, mode %1").arg(describe(m_account.badge)));
    QStringList words{m_account.source, tr("Equity %1 USDC").arg(money(m_account.equity)),
                      tr("Day P&L %1").arg(signedMoney(m_account.dayPnl)),
                      tr("Day budget %1").arg(budgetWords())};
    for (const PositionBrief& position : m_account.positions) {
        words.append(u"%1 %2 %3"_s.arg(position.market, describe(position.side),
                                       signedMoney(position.openPnl)));
    }
    setAccessibleDescription(words.join(u". "_s));
}

QSize AccountStrip::sizeHint() const
{
    const int two = lineHeight(TypeRole::Small) + lineHeight(TypeRole::Value);
    const int height = m_compact ? std::max(48, two + kSpace12) : std::max(58, two + 22);
    return {kWideFrom, height};
}

QSize AccountStrip::minimumSizeHint() const
{
    return {640, sizeHint().height()};
}

QString AccountStrip::budgetWords() const
{
    const double budget = m_account.dayBudget.toDouble();
    if (budget <= 0.0) {
        return missingText();
    }
    const QString used = percent(100.0 * m_account.dayBudgetUsed.toDouble() / budget, 0);
    return m_compact ? used
                     : tr("%1 of %2 used").arg(used, number(roundedTo(m_account.dayBudget, 0)));
}

int AccountStrip::positionWidth(int dropped) const
{
    int width = advance(TypeRole::Body, u"XAU  ▼ Short  +0,000.00"_s) + kSpace16;
    width += dropped >= 4 ? 0 : advance(TypeRole::Body, u"000.0000"_s) + kSpace8;
    width += dropped >= 3 ? 0 : advance(TypeRole::Small, tr("stopped")) + 16 + kSpace4 + kSpace12;
    return width;
}

AccountStrip::Cells AccountStrip::measure(int dropped) const
{
    constexpr int kPadding = 2 * kSpace16;
    const auto figure = [](const QString& label, const QString& value, const QString& suffix) {
        const int below = advance(TypeRole::Value, value)
                          + (suffix.isEmpty() ? 0 : kSpace4 + advance(TypeRole::Small, suffix));
        return std::max(advance(TypeRole::Small, label), below) + kPadding;
    };
    Cells cells;
    cells.badge = std::max({advance(TypeRole::ModeWord, describe(m_account.badge)) + kSpace8,
                            advance(TypeRole::Small, m_account.source), 96})
                  + kPadding;
    cells.equity = figure(tr("Equity, USDC"), money(m_account.equity), {});
    cells.day = figure(tr("Day P&L"), signedMoney(m_account.dayPnl),
                       dropped >= 2 ? QString{} : signedPercent(m_account.dayPnlPercent, 2));
    const int words = advance(TypeRole::Small, tr("Day budget")) + kSpace16
                      + advance(TypeRole::Small, budgetWords());
    cells.budget = std::max(words, m_compact ? kBudgetBarCompact : kBudgetBar) + kPadding;
    cells.openRisk = dropped >= 1 ? 0
                                  : figure(tr("Open risk at stops"), money(m_account.openRisk),
                                           percent(m_account.openRiskPercent, 2));
    const bool twoColumns = m_account.positions.size() > kLinesAColumn;
    cells.positions = positionWidth(dropped) * (twoColumns ? 2 : 1) + kPadding;
    return cells;
}

int AccountStrip::buttonsWidth() const
{
    return m_lock->sizeHint().width() + m_flatten->sizeHint().width() + m_kill->sizeHint().width()
           + 3 * kSpace8 + kSpace12;
}

void AccountStrip::layOut()
{
    const bool compact = width() < kWideFrom;
    if (compact != m_compact) {
        m_compact = compact;
        updateGeometry();
    }
    for (SafetyButton* button :
         {static_cast<SafetyButton*>(m_lock), static_cast<SafetyButton*>(m_flatten),
          static_cast<SafetyButton*>(m_kill)})
    {
        button->setCompact(compact);
    }
    int right = width() - kSpace12;
    for (SafetyButton* button :
         {static_cast<SafetyButton*>(m_kill), static_cast<SafetyButton*>(m_flatten),
          static_cast<SafetyButton*>(m_lock)})
    {
        const QSize size = button->sizeHint();
        button->setGeometry(right - size.width(), (height() - size.height()) / 2, size.width(),
                            size.height());
        right -= size.width() + kSpace8;
    }
    m_dropped = m_compact ? 1 : 0;
    while (m_dropped < kMostDropped && measure(m_dropped).all() + buttonsWidth() > width()) {
        ++m_dropped;
    }
    update();
}

void AccountStrip::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    layOut();
}

bool AccountStrip::event(QEvent* event)
{
    const bool done = QWidget::event(event);
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::ApplicationFontChange
        || event->type() == QEvent::FontChange)
    {
        layOut();
    }
    return done;
}

void AccountStrip::mousePressEvent(QMouseEvent* event)
{
    const Cells cells = measure(m_dropped);
    const int left = cells.all() - cells.positions;
    const int at = static_cast<int>(event->position().x()) - left - kSpace16;
    if (at < 0 || at > cells.positions) {
        return;
    }
    const auto column = static_cast<std::size_t>(at / positionWidth(m_dropped));
    const std::size_t line = event->position().y() < height() / 2.0 ? 0 : 1;
    const std::size_t index = column * kLinesAColumn + line;
    if (index < m_account.positions.size() && index < kShownPositions) {
        Q_EMIT marketChosen(m_account.positions[index].market);
    }
}

void AccountStrip::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter{this};
    const Theme& theme = currentTheme();
    painter.fillRect(rect(), theme.raised);
    const Cells cells = measure(m_dropped);
    painter.setClipRect(QRect{0, 0, m_lock->x() - kSpace8, height()});
    int x = 0;
    const auto next = [&](int width) {
        const QRect cell{x, 0, width, height()};
        x += width;
        return cell;
    };
    const QRect badge = next(cells.badge);
    painter.fillRect(badge, theme.mode(m_account.badge));
    static_cast<void>(paintBadge(painter, badge.left(), badge.width()));
    paintFigure(painter, next(cells.equity), tr("Equity, USDC"), money(m_account.equity),
                Tone::Primary, {});
    paintFigure(painter, next(cells.day), tr("Day P&L"), signedMoney(m_account.dayPnl),
                toneOfMoney(m_account.dayPnl),
                m_dropped >= 2 ? QString{} : signedPercent(m_account.dayPnlPercent, 2));
    paintBudget(painter, next(cells.budget));
    if (cells.openRisk > 0) {
        paintFigure(painter, next(cells.openRisk), tr("Open risk at stops"),
                    money(m_account.openRisk), Tone::Primary,
                    percent(m_account.openRiskPercent, 2));
    }
    paintPositions(painter, next(cells.positions));
    painter.setClipping(false);
    painter.fillRect(QRect{0, height() - 1, width(), 1}, theme.border);
}

QRect AccountStrip::paintBadge(QPainter& painter, int x, int width) const
{
    const Theme& theme = currentTheme();
    const int word = lineHeight(TypeRole::ModeWord);
    const int small = lineHeight(TypeRole::Small);
    const int top = (height() - word - small) / 2;
    const QRect title{x + kSpace16, top, width - kSpace16, word};
    painter.setPen(theme.onMode);
    painter.setFont(fontOf(TypeRole::ModeWord));
    painter.drawText(title, kLeftMiddle, describe(m_account.badge));
    painter.setFont(fontOf(TypeRole::Small));
    painter.drawText(QRect{title.left(), top + word, title.width(), small}, kLeftMiddle,
                     m_account.source);
    return title;
}

void AccountStrip::paintFigure(QPainter& painter,
                               const QRect& cell,
                               const QString& label,
                               const QString& value,
                               Tone tone,
                               const QString& suffix) const
{
    const Theme& theme = currentTheme();
    const int small = lineHeight(TypeRole::Small);
    const int big = lineHeight(TypeRole::Value);
    const int top = (height() - small - big) / 2;
    const int left = cell.left() + kSpace16;
    painter.setFont(fontOf(TypeRole::Small));
    painter.setPen(theme.textSecondary);
    painter.drawText(QRect{left, top, cell.width(), small}, kLeftMiddle, label);
    const QFont valueFont = numberFont(fontOf(TypeRole::Value));
    painter.setFont(valueFont);
    painter.setPen(theme.colour(tone));
    painter.drawText(QRect{left, top + small, cell.width(), big}, kLeftMiddle, value);
    if (!suffix.isEmpty()) {
        const int after = left + QFontMetrics{valueFont}.horizontalAdvance(value) + kSpace4;
        const int baseline = top + small + QFontMetrics{valueFont}.ascent();
        painter.setFont(numberFont(fontOf(TypeRole::Small)));
        painter.setPen(theme.textSecondary);
        painter.drawText(QPoint{after, baseline}, suffix);
    }
    painter.fillRect(QRect{cell.right(), 0, 1, height()}, theme.border);
}

void AccountStrip::paintBudget(QPainter& painter, const QRect& cell) const
{
    const Theme& theme = currentTheme();
    const int small = lineHeight(TypeRole::Small);
    const int big = lineHeight(TypeRole::Value);
    const int top = (height() - small - big) / 2;
    const QRect line{cell.left() + kSpace16, top, cell.width() - 2 * kSpace16, small};
    painter.setFont(numberFont(fontOf(TypeRole::Small)));
    painter.setPen(theme.textSecondary);
    painter.drawText(line, kLeftMiddle, tr("Day budget"));
    painter.setPen(theme.text);
    painter.drawText(line, kRightMiddle, budgetWords());
    const double budget = m_account.dayBudget.toDouble();
    const double used = budget > 0.0 ? m_account.dayBudgetUsed.toDouble() / budget : 0.0;
    drawUseBar(painter, QRectF(line.left(), top + small, line.width(), big), used, theme);
    painter.fillRect(QRect{cell.right(), 0, 1, height()}, theme.border);
}

void AccountStrip::paintPositions(QPainter& painter, const QRect& cell) const
{
    const Theme& theme = currentTheme();
    const int body = lineHeight(TypeRole::Body);
    const int pitch = m_compact ? body + 3 : body + 4;
    const int top = (height() - 2 * pitch) / 2;
    const int left = cell.left() + kSpace16;
    if (m_account.positions.empty()) {
        painter.setFont(fontOf(TypeRole::Body));
        painter.setPen(theme.text);
        painter.drawText(QRect{left, top, cell.width(), pitch}, kLeftMiddle,
                         tr("No open positions"));
        painter.setFont(fontOf(TypeRole::Small));
        painter.setPen(theme.textSecondary);
        painter.drawText(QRect{left, top + pitch, cell.width(), pitch}, kLeftMiddle,
                         m_account.openRisk.scaled == 0 ? tr("Nothing is at risk.")
                                                        : tr("An entry order is at work."));
        return;
    }
    const int width = positionWidth(m_dropped);
    const auto lineAt = [&](std::size_t slot) {
        const int column = static_cast<int>(slot) / kLinesAColumn;
        return QRect{left + column * width, top + static_cast<int>(slot) % kLinesAColumn * pitch,
                     width, pitch};
    };
    const std::size_t shown = std::min<std::size_t>(m_account.positions.size(), kShownPositions);
    for (std::size_t slot = 0; slot < shown; ++slot) {
        paintPosition(painter, lineAt(slot), m_account.positions[slot]);
    }
    if (m_account.positions.size() > shown) {
        painter.setFont(fontOf(TypeRole::Body));
        painter.setPen(theme.textSecondary);
        painter.drawText(lineAt(shown), kLeftMiddle,
                         tr("%1 more").arg(m_account.positions.size() - shown));
    }
}

void AccountStrip::paintPosition(QPainter& painter,
                                 const QRect& line,
                                 const PositionBrief& position) const
{
    const Theme& theme = currentTheme();
    const QFont body = numberFont(fontOf(TypeRole::Body));
    const QFontMetrics metrics{body};
    QRect rest = line;
    const auto take = [&](const QString& sample) {
        const QRect part{rest.left(), rest.top(), metrics.horizontalAdvance(sample), rest.height()};
        rest.setLeft(part.right() + 1 + kSpace8);
        return part;
    };
    painter.setFont(fontOf(TypeRole::Title));
    painter.setPen(theme.text);
    painter.drawText(take(u"XAUU"_s), kLeftMiddle, position.market);
    painter.setFont(body);
    painter.setPen(theme.colour(toneOf(position.side)));
    painter.drawText(take(u"▼ Short"_s), kLeftMiddle, describe(position.side));
    if (m_dropped < 4) {
        painter.setPen(theme.text);
        painter.drawText(take(u"000.0000"_s), kRightMiddle, number(position.size));
    }
    painter.setPen(theme.colour(toneOfMoney(position.openPnl)));
    painter.drawText(take(u"+0,000.00"_s), kRightMiddle, signedMoney(position.openPnl));
    const Tone tone = position.stopped ? Tone::Good : Tone::Danger;
    if (m_dropped < 3 || !position.stopped) {
        rest.setLeft(rest.left() + kSpace4);
        drawIcon(painter, QRectF(rest.left(), rest.top(), 16, rest.height()),
                 position.stopped ? u"shield"_s : u"warn"_s, theme.colour(tone), 14);
        painter.setFont(fontOf(TypeRole::Small));
        painter.setPen(position.stopped ? theme.textSecondary : theme.danger);
        painter.drawText(rest.adjusted(20, 0, 40, 0), kLeftMiddle,
                         position.stopped ? tr("stopped") : tr("no stop"));
    }
}

} // namespace wick::desktop
