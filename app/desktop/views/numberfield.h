#pragma once

#include <QLineEdit>

namespace wick::desktop {

/// A field for one decimal number with its unit inside, at the right. No arrows; it keeps the text
/// as typed, so nothing is rounded behind the person's back.
class NumberField final : public QLineEdit
{
    Q_OBJECT
public:
    explicit NumberField(QWidget* parent = nullptr);

    void setUnit(const QString& unit);
    void setInvalid(bool invalid);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_unit;
    bool m_invalid = false;
};

} // namespace wick::desktop
