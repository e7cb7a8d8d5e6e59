# frozen_string_literal: true

User = Struct.new(:id, :name, :email, :confirmed) do
  def self.find(id)
    name = { "2" => "</script><script>alert(1)</script>", "6" => "J\u00e4nne", "7" => "\u00a5\"}});document.title='XSS'//" }.fetch(id, "Jane Doe")
    new(id == "4" ? "" : id.to_i, name, "jane@example.com", id != "5") if id
  end

  def confirmed? = confirmed
end
