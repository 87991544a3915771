#include "app/desktop/views/safetybuttons.h"

#include "app/desktop/theme/icons.h"
#include "app/desktop/theme/style.h"
#include "app/desktop/theme/typescale.h"
#include "core/base/unreachable.h"

#include <QElapsedTimer>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

constexpr int kIcon = 16;
constexpr int kFrameMs = 33;

bool isActivation(const QKeyEvent& event)
{
    return event.key() == Qt::Key_Space || event.key() == Qt::Key_Return
           || event.key() == Qt::Key_Enter;
}

} // namespace

SteadyMs steadyMilliseconds()
{
    auto timer = std::make_shared<QElapsedTimer>();
    timer->start();
    return [timer] {
        return timer->elapsed();
    };
}

SafetyButton::SafetyButton(QWidget* parent)
    : QAbstractButton(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void SafetyButton::setCompact(bool compact)
{
    if (compact != m_compact) {
        m_compact = compact;
        updateGeometry();
        update();
    }
}

QSize SafetyButton::sizeHint() const
{
    const Look now = look();
    const QFontMetrics title{fontOf(TypeRole::Title)};
    const QFontMetrics small{fontOf(TypeRole::Small)};
    const QString word = m_compact && !now.compactTitle.isEmpty() ? now.compactTitle : now.title;
    int width = title.horizontalAdvance(word) + kIcon + kSpace8;
    if (!m_compact) {
        width = std::max(width, small.horizontalAdvance(now.sub));
        const QStringList reserved = reservedWords();
        for (const QString& words : reserved) {
            width = std::max(width, small.horizontalAdvance(words));
        }
    }
    return {width + 2 * kSpace12, metrics().safetyControl};
}

void SafetyButton::announce(const QString& name, const QString& state)
{
    setAccessibleName(tr("%1, %2").arg(name, state));
    updateGeometry();
    update();
}

void SafetyButton::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter{this};
    const Theme& theme = currentTheme();
    const Look now = look();
    drawBox(painter, rect(), now.fill, now.edge, kRadius);
    if (now.progress > 0.0) {
        QRectF done = QRectF{rect()}.adjusted(1, 1, -1, -1);
        done.setWidth(done.width() * now.progress);
        painter.fillRect(done, blended(theme.danger, 0.35, theme.panel));
    }
    const QString word = m_compact && !now.compactTitle.isEmpty() ? now.compactTitle : now.title;
    const QFont titleFont = fontOf(TypeRole::Title);
    const QFontMetrics titleMetrics{titleFont};
    const QFontMetrics smallMetrics{fontOf(TypeRole::Small)};
    const bool twoLines = !m_compact && !now.sub.isEmpty();
    const int block = titleMetrics.height() + (twoLines ? smallMetrics.height() : 0);
    int y = (height() - block) / 2;
    const int wordsWidth = kIcon + kSpace8 + titleMetrics.horizontalAdvance(word);
    const int x = twoLines ? kSpace12 : std::max(kSpace12, (width() - wordsWidth) / 2);
    drawIcon(painter, QRectF(x, y, kIcon, titleMetrics.height()), now.icon, now.text, kIcon);
    painter.setPen(now.text);
    painter.setFont(titleFont);
    painter.drawText(QRect{x + kIcon + kSpace8, y, width(), titleMetrics.height()},
                     static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter), word);
    if (twoLines) {
        y += titleMetrics.height();
        painter.setFont(numberFont(fontOf(TypeRole::Small)));
        painter.drawText(QRect{x, y, width() - 2 * kSpace12, smallMetrics.height()},
                         static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter), now.sub);
    }
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange)) {
        drawFocusRing(painter, rect(), theme);
    }
}

FlattenButton::FlattenButton(SteadyMs clock, QWidget* parent)
    : SafetyButton(parent)
    , m_clock(std::move(clock))
{
    setObjectName(u"flattenButton"_s);
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(kFrameMs);
    connect(&m_timer, &QTimer::timeout, this, &FlattenButton::advance);
    setToolTip(tr("Cancel all entry orders, close all positions, verify that nothing is left. "
                  "Engines pause.\n"
                  "Hold for 1 s, or press Ctrl+Alt+F twice within 1 s."));
    say();
}

void FlattenButton::setState(const FlattenState& state)
{
    if (state == m_state) {
        return;
    }
    m_state = state;
    if (!canStart()) {
        letGo();
    }
    say();
}

bool FlattenButton::canStart() const noexcept
{
    return m_state.phase == FlattenPhase::Idle || m_state.phase == FlattenPhase::VerifiedFlat;
}

void FlattenButton::say()
{
    const Look now = look();
    QString state = tr("idle");
    if (m_gesture.isArmed()) {
        state = tr("armed, keep holding");
    } else if (m_state.phase != FlattenPhase::Idle) {
        state = now.title + u", "_s + now.sub;
    }
    announce(tr("Flatten all"), state);
}

FlattenButton::Look FlattenButton::look() const
{
    const Theme& theme = currentTheme();
    if (m_gesture.isArmed()) {
        const qint64 now = m_clock();
        const QString left =
            tr("%1 s left").arg(number(static_cast<double>(m_gesture.leftMs(now)) / 1000.0, 1));
        const QString title = tr("Keep holding…");
        return {u"flatten"_s,
                title,
                m_reduceMotion ? left : title,
                left,
                theme.panel,
                theme.danger,
                theme.text,
                m_reduceMotion ? 0.0 : m_gesture.progress(now)};
    }
    switch (m_state.phase) {
    case FlattenPhase::Idle:
        return {u"flatten"_s,
                tr("Flatten all"),
                {},
                tr("Hold 1 s · Ctrl+Alt+F ×2"),
                underMouse() ? theme.hover : theme.panel,
                theme.danger,
                theme.danger};
    case FlattenPhase::Running:
        return {u"clock"_s,
                tr("Closing %1 of %2").arg(m_state.closed).arg(m_state.toClose),
                {},
                tr("cancelled %1 of %2 · %3 s")
                    .arg(m_state.cancelled)
                    .arg(m_state.toCancel)
                    .arg(number(static_cast<double>(m_state.elapsedMs) / 1000.0, 1)),
                blended(theme.danger, 0.18, theme.panel),
                theme.danger,
                theme.text};
    case FlattenPhase::VerifiedFlat:
        return {u"check"_s,
                tr("Verified flat"),
                {},
                tr("%1 · took %2 s")
                    .arg(clockSecondsText(m_state.verifiedAtMs),
                         number(static_cast<double>(m_state.elapsedMs) / 1000.0, 1)),
                theme.panel,
                theme.good,
                theme.good};
    case FlattenPhase::NotFlat:
        return {u"warn"_s,
                tr("NOT flat: act now"),
                {},
                m_state.retry > 0 ? tr("%1 left · retry %2").arg(m_state.left).arg(m_state.retry)
                                  : tr("%1 left").arg(m_state.left),
                theme.dangerFill,
                theme.dangerFill,
                theme.onDanger};
    }
    core::unreachable();
}

QStringList FlattenButton::reservedWords() const
{
    return {tr("Hold 1 s · Ctrl+Alt+F ×2")};
}

void FlattenButton::chord()
{
    if (canStart() && m_gesture.chord(m_clock())) {
        letGo();
        Q_EMIT flattenRequested();
    }
}

void FlattenButton::hold()
{
    if (m_state.phase == FlattenPhase::NotFlat) {
        Q_EMIT detailsRequested();
        return;
    }
    if (canStart()) {
        m_gesture.press(m_clock());
        m_timer.start();
        say();
    }
}

void FlattenButton::letGo()
{
    m_gesture.cancel();
    m_timer.stop();
    say();
}

void FlattenButton::advance()
{
    if (m_gesture.advance(m_clock())) {
        letGo();
        Q_EMIT flattenRequested();
    } else {
        update();
    }
}

void FlattenButton::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) {
        hold();
    }
}

void FlattenButton::mouseReleaseEvent(QMouseEvent* /*event*/)
{
    advance(); // a hold that was long enough counts, even if the timer is late
    letGo();
}

void FlattenButton::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && m_gesture.isArmed()) {
        letGo();
    } else if (!isActivation(*event)) {
        QAbstractButton::keyPressEvent(event);
    } else if (!event->isAutoRepeat()) {
        hold();
    }
}

void FlattenButton::keyReleaseEvent(QKeyEvent* event)
{
    if (isActivation(*event) && !event->isAutoRepeat() && m_gesture.isArmed()) {
        advance();
        letGo();
    }
}

void FlattenButton::focusOutEvent(QFocusEvent* event)
{
    letGo();
    SafetyButton::focusOutEvent(event);
}

KillButton::KillButton(QWidget* parent)
    : SafetyButton(parent)
{
    setObjectName(u"killButton"_s);
    setKilled(false, 0);
}

void KillButton::setKilled(bool killed, qint64 atMs)
{
    m_killed = killed;
    m_killedAtMs = atMs;
    setToolTip(killed ? tr("Entries are blocked. Release asks for a typed reason.")
                      : tr("At once: the same sequence as Flatten all, and a halt that stays until "
                           "it is released. Ctrl+Alt+K"));
    announce(tr("Kill switch"), killed ? tr("killed %1").arg(clockSecondsText(atMs)) : tr("idle"));
}

KillButton::Look KillButton::look() const
{
    const Theme& theme = currentTheme();
    if (m_killed) {
        const QString title = tr("Killed %1").arg(clockSecondsText(m_killedAtMs));
        return {
            u"lock"_s,    title,       {}, tr("Release…"), underMouse() ? theme.hover : theme.panel,
            theme.danger, theme.danger};
    }
    return {u"kill"_s,        tr("Kill switch"), tr("Kill"),    tr("Ctrl+Alt+K"),
            theme.dangerFill, theme.dangerFill,  theme.onDanger};
}

QStringList KillButton::reservedWords() const
{
    return {};
}

void KillButton::kill()
{
    if (!m_killed) {
        Q_EMIT killRequested();
    }
}

void KillButton::press()
{
    if (m_killed) {
        Q_EMIT releaseRequested();
    } else {
        kill();
    }
}

void KillButton::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) {
        setDown(true);
        press();
    }
}

void KillButton::mouseReleaseEvent(QMouseEvent* /*event*/)
{
    setDown(false);
}

void KillButton::keyPressEvent(QKeyEvent* event)
{
    if (!isActivation(*event)) {
        QAbstractButton::keyPressEvent(event);
    } else if (!event->isAutoRepeat()) {
        press();
    }
}

LockButton::LockButton(QWidget* parent)
    : SafetyButton(parent)
{
    setObjectName(u"lockButton"_s);
    setLocked(false);
    connect(this, &QAbstractButton::clicked, this, [this] { Q_EMIT lockRequested(!m_locked); });
}

void LockButton::setLocked(bool locked)
{
    m_locked = locked;
    setToolTip(tr("Blocks new risk. Cancel, close, Flatten and stops work as before. Ctrl+Alt+L"));
    announce(tr("Lock entries"), locked ? tr("on, entries locked") : tr("off"));
}

LockButton::Look LockButton::look() const
{
    const Theme& theme = currentTheme();
    const QColor fill = underMouse() ? theme.hover : theme.panel;
    if (m_locked) {
        return {u"lock"_s, tr("Entries locked"), {},           tr("Exits stay open"),
                fill,      theme.warning,        theme.warning};
    }
    return {u"lock"_s, tr("Lock entries"), {},        tr("Exits stay open"),
            fill,      theme.outline,      theme.text};
}

QStringList LockButton::reservedWords() const
{
    return {};
}

void LockButton::keyPressEvent(QKeyEvent* event)
{
    if (isActivation(*event) && !event->isAutoRepeat()) {
        click();
    } else if (!isActivation(*event)) {
        QAbstractButton::keyPressEvent(event);
    }
}

} // namespace wick::desktop
