#pragma once

#include <QLineEdit>

namespace wick::desktop {

/// A field for one decimal number with its unit inside, at the right. No arrows; it keeps the digits
/// as typed, so nothing is rounded behind the person's back. Separators of thousands appear when it
/// is left.
class NumberField final : public QLineEdit
{
    Q_OBJECT
public:
    explicit NumberField(QWidget* parent = nullptr);

    /// Plain text, without separators: "1500.5", or whatever was typed when that is no number.
    [[nodiscard]] QString number() const;
    void setNumber(const QString& plain);
    void setUnit(const QString& unit);
    void setInvalid(bool invalid);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void focusOutEvent(QFocusEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_unit;
    bool m_invalid = false;
};

} // namespace wick::desktop
