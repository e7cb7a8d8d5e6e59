# frozen_string_literal: true

Rails.application.routes.draw do
  get "session/:id", to: "sessions#create", constraints: { id: /.*/ }
  get "leave", to: "sessions#destroy"
  get "depart", to: "sessions#depart"
  get "up", to: "health#show"
  get "nobody", to: "nobody#show"
  get "api", to: "api#show"
  get "live/:page", to: "live#show"
  get "visitor/:brand", to: "visitors#show"
  post "messages", to: "messages#create"
  post "customers/:customer/messages", to: "messages#of_customer"
  get ":page", to: "pages#show"
end
