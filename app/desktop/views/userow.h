#pragma once

#include "app/desktop/models/rows.h"

#include <QWidget>

namespace wick::desktop {

/// How near a limit a use is.
enum class UseLevel : std::uint8_t
{
    Healthy,
    Near,
    At,
};

/// From 75 % near, from 95 % at the limit.
[[nodiscard]] UseLevel useLevel(double fraction) noexcept;

/// Name of a limit, "50.5 of 200 USDC", a bar; from 75 % with a word, so that colour is not alone.
class UseRow final : public QWidget
{
    Q_OBJECT
public:
    explicit UseRow(QWidget* parent = nullptr);

    void setUse(const LimitUse& use);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    LimitUse m_use;
};

} // namespace wick::desktop
